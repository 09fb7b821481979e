"""Extracts message ids from the code and says what a language lacks: `python -m comity.edges.web.catalogue [--write ar]`.

A message is a literal: the first argument of `t(...)`, `t.rich(...)`, `mark(...)`, `message(...)`, both of `t.plural(...)`, and
the label, hint and kind fields of the values that pages are made of. Other slices hand over messages in the same ways.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from comity.edges.web.i18n import LOCALE, Language
from comity.kernel.countries import ISSUERS
from comity.registers.catalogue import DECLARED
from comity.registers.form import form
from comity.registers.model import Register

PACKAGE: Final = Path(__file__).parents[2]
SINGLE: Final = frozenset({"t", "rich", "mark", "message", "self"})
# Calls whose plain string arguments are messages: positions, and keywords.
VALUES: Final[dict[str, tuple[tuple[int, ...], tuple[str, ...]]]] = {
    "Field": ((1, 4), ("label", "hint")),
    "Command": ((0,), ("label",)),
    "Fault": ((2, 3), ("sentence", "accepted")),
}
SLICES: Final = ("kernel", "access", "registers", "search", "hits", "imports", "traces", "audit")
# Modules of which every phrase is said to officers: why names and particulars are alike.
PHRASED: Final = (
    *("names/assessment.py", "names/births.py", "names/likeness.py"),
    *("names/entities/assessment.py", "names/entities/pairing.py"),
)
NO_WORDS: Final = frozenset(
    {
        "store.py",
        "sample.py",
        "settings.py",
        "__main__.py",
        "sample_people.py",
        "sample_things.py",
        "sample_words.py",
        "reference.py",
        "processing.py",
        "xlsx_files.py",
    }
)
LABELLED: Final = frozenset(
    {"Field", "heading", "SafetyWarning", "choice", "text", "Kind", "line_kind", "Asked", "_asked", "Order", "Register"}
)
SILENT: Final = frozenset({"legal_source", "examples"})
NAMED: Final = frozenset({"purposes", "level"})  # controls whose choices a page names in its own words
UNSPOKEN: Final = frozenset({"ValueError", "TypeError", "RuntimeError", "KeyError", "LookupError", "WrongDeclaration", "compile"})
_SENTENCE: Final = re.compile(r"(?!(?:SELECT|INSERT|UPDATE|WITH|DELETE|SET|CREATE)\b)[A-Z0-9{][^\n]*[a-z][^\n]* [^\n]*[.?]$")
_LABEL: Final = re.compile(r"(?!(?:SELECT|INSERT)\b)[A-Z0-9][^\n_]*[a-z][^\n_]*$|VIN$")
# The plural rule that GNU gettext gives for Arabic: none, one, two, few, many, and the hundreds.
PLURALS: Final = {
    Language.ARABIC: "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
}
_EMPTY_HEADERS: Final = ('"POT-', '"PO-', '"Report-', '"Last-', '"Language-Team', '"Generated-')
_PHRASE: Final = re.compile(r"[A-Z{](?=.* )[^\n_]*[a-z}][^\n_]*$")
_PLACE: Final = re.compile(r"\{(\w+)\}")

Key = str | tuple[str, str]


def _text(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value else None


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def messages_of(source: str) -> Iterator[tuple[Key, int]]:
    """Message ids of one module and their lines; a plural is a pair."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = _name(node)
        if name == "plural" and len(node.args) >= 3:
            one, many = _text(node.args[0]), _text(node.args[1])
            if one and many:
                yield (one, many), node.lineno
        elif name in SINGLE and node.args and (text := _text(node.args[0])):
            yield text, node.lineno
        elif name in VALUES:
            yield from ((text, node.lineno) for text in _value_texts(node, *VALUES[name]))


def _value_texts(call: ast.Call, places: tuple[int, ...], words: tuple[str, ...]) -> Iterator[str]:
    given = [call.args[place] for place in places if place < len(call.args)]
    given += [keyword.value for keyword in call.keywords if keyword.arg in words]
    yield from (text for each in given if (text := _text(each)))


def extract(root: Path = PACKAGE / "edges" / "web") -> dict[Key, list[tuple[str, int]]]:
    """Every message id below a folder, with the places where it stands."""
    found: dict[Key, list[tuple[str, int]]] = {}
    for path in sorted(root.rglob("*.py")):
        for key, line in messages_of(path.read_text(encoding="utf-8")):
            found.setdefault(key, []).append((path.relative_to(PACKAGE.parent).as_posix(), line))
    return found


def inner() -> dict[str, list[tuple[str, int]]]:
    """Sentences and labels of the inner slices, which reach a page as values: read from their code, not declared there."""
    found: dict[str, list[tuple[str, int]]] = {}
    for slice_name in SLICES:
        for path in sorted((PACKAGE / slice_name).rglob("*.py")):
            if path.name not in NO_WORDS and "migrations" not in path.parts:
                for text, line in words_of(path.read_text(encoding="utf-8")):
                    found.setdefault(text, []).append((path.relative_to(PACKAGE.parent).as_posix(), line))
    for module in PHRASED:
        for text, line in phrases_of((PACKAGE / module).read_text(encoding="utf-8")):
            found.setdefault(text, []).append((f"comity/{module}", line))
    for text in ISSUERS.values():
        found.setdefault(text, []).append(("comity/kernel/data/issuers.tsv", 1))
    for one in DECLARED:
        for text in sorted(declared(one) - set(found)):
            found[text] = [(f"comity/registers/declarations/{one.name}.py", 1)]
    return found


def declared(one: Register) -> set[str]:
    """What a page may say of a register, from the declaration itself: its words come from lists and kinds too."""
    leaves = [leaf for field in one.fields for leaf in (field, *field.parts)]
    words = {one.title, one.about, *one.first_step, *(warning.label for warning in one.warnings), *(order.sentence for order in one.orders)}
    words |= {word for leaf in leaves for word in (leaf.label, leaf.section, leaf.kind.hint, *(title for _, title in leaf.kind.choices))}
    for section in form(one):
        words |= {section.title, *(word for control in section.controls for word in (control.label, control.hint))}
        words |= {title for control in section.controls if control.name not in NAMED for _, title in control.choices}
    return words - {""}


def phrases_of(source: str) -> Iterator[tuple[str, int]]:
    """Constants of one module that read as a phrase, wherever they stand, but for docstrings and what is never said."""
    tree = ast.parse(source)
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    silent |= {id(part) for call in calls if _name(call) in UNSPOKEN for part in ast.walk(call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in silent and (text := _text(node)) and _PHRASE.match(text):
            yield text, node.lineno


def words_of(source: str) -> Iterator[tuple[str, int]]:
    """Constants of one module that read as a sentence, and the labels in calls that hold labels. Docstrings are not read to officers."""
    tree = ast.parse(source)
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    silent |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    silent |= {id(part) for call in calls for word in call.keywords if word.arg in SILENT for part in ast.walk(word.value)}
    silent |= {id(part) for call in calls if _name(call) in UNSPOKEN for part in ast.walk(call)}
    labels = {id(part) for call in calls if _name(call) in LABELLED for part in ast.walk(call)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in silent:
            continue
        text = _text(node)
        if text and id(node) not in silent and (_SENTENCE.match(text) or (id(node) in labels and _LABEL.match(text))):
            yield text, node.lineno


def read(language: Language) -> Catalog:
    """A language's catalogue, empty where there is none yet."""
    path = _path(language)
    if not path.exists():
        return Catalog(locale=language.value, project="Comity", fuzzy=False)
    with path.open("rb") as source:
        return read_po(source, locale=language.value)


def _path(language: Language) -> Path:
    return LOCALE / language.value / "LC_MESSAGES" / "comity.po"


def _forms(found: object) -> tuple[str, ...]:
    return tuple(found) if isinstance(found, list | tuple) else (str(found),)


def lacking(language: Language, wanted: dict[Key, list[tuple[str, int]]] | None = None) -> list[str]:
    """What is wrong with a catalogue, one sentence a message: missing, a form missing, a place lost or invented."""
    catalogue, problems = read(language), []
    for key in wanted if wanted is not None else extract():
        one = key if isinstance(key, str) else key[0]
        entry = catalogue.get(one)
        forms = _forms(entry.string) if entry is not None else ()
        needed = 1 if isinstance(key, str) else catalogue.num_plurals
        if len(forms) < needed or not all(forms):
            problems.append(f"{language}: not translated: {one}")
            continue
        allowed = set(_PLACE.findall(one)) | set(_PLACE.findall(key[1] if isinstance(key, tuple) else ""))
        for said in forms:
            places = set(_PLACE.findall(said))
            if places - allowed or (isinstance(key, str) and places != allowed):
                problems.append(f"{language}: places differ: {one!r} -> {said!r}")
    return problems


def write(language: Language) -> None:
    """Brings a catalogue up to date: new ids empty, gone ids removed, translations kept."""
    old, new = read(language), Catalog(locale=language.value, project="Comity", version="1", fuzzy=False)
    new.header_comment = f"# Comity in {language.own_name} ({language}). Message ids are the English sentences."
    new.mime_headers = [("Plural-Forms", PLURALS[language])]
    wanted: set[Key] = {*extract(), *inner()}
    for key in sorted(wanted, key=str):
        entry = old.get(key if isinstance(key, str) else key[0])
        new.add(key, entry.string if entry is not None and entry.string else None)
    save(language, new)


def save(language: Language, catalogue: Catalog) -> None:
    """Writes the file without the lines that change by themselves or name nobody."""
    drawn = io.BytesIO()
    write_po(drawn, catalogue, width=140, sort_output=True)
    lines = drawn.getvalue().decode().splitlines(keepends=True)
    path = _path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(line for line in lines if not line.startswith(_EMPTY_HEADERS)), encoding="utf-8")


def main(words: list[str]) -> int:
    """The command: 0 when every language says every message."""
    if words[:1] == ["--write"]:
        for word in words[1:]:
            write(Language(word))
    wanted = extract()
    for text, places in inner().items():
        wanted.setdefault(text, places)
    problems = [problem for language in Language if language is not Language.ENGLISH for problem in lacking(language, wanted)]
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
