"""Sentences with a number or a code in them, as inner slices compose them, are said in every language; refusals say who can grant them."""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from comity.edges.web.catalogue import PACKAGE, SLICES
from comity.edges.web.composed import SENTENCES, taken_apart
from comity.edges.web.i18n import Language, Translator
from comity.edges.web.names import GRANTS
from comity.edges.web.pages.problem import Problem, ProblemView, page

ARABIC = Translator(Language.ARABIC)
ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200f"))
SPOKEN = frozenset({"Fault", "BadValue", "Decision", "Refused", "NoRoom", "_missing"})
KEPT = frozenset({"accepted", "said", "sentence"})
# Read by operators at a terminal, by the rows of a file that comes back, or in a language of their own.
NOT_ON_PAGES = frozenset({"access/administration.py", "audit/verify.py", "audit/witness.py"})


@cache
def _modules() -> tuple[tuple[str, ast.Module], ...]:
    found = (path for name in SLICES for path in sorted((PACKAGE / name).rglob("*.py")))
    return tuple((path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))) for path in found)


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _composed() -> Iterator[tuple[str, str]]:
    """Every sentence that a slice composes for a person, each place filled with a word of its own."""
    for module, tree in _modules():
        for node in ast.walk(tree):
            values: list[ast.expr] = []
            if isinstance(node, ast.Call) and _name(node) in SPOKEN:
                values = [*node.args, *(keyword.value for keyword in node.keywords)]
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id in KEPT:
                values = [node.value]
            for value in values:
                text = _filled(value)
                if text.endswith(".") and module not in NOT_ON_PAGES:
                    yield module, text


def _filled(value: ast.expr) -> str:
    if isinstance(value, ast.Constant) and isinstance(value.value, str) and "{" in value.value:
        return re.sub(r"\{\w+\}", "7", value.value)  # of a `BadValue`, which fills its places itself
    if not isinstance(value, ast.JoinedStr):
        return ""
    if all(not isinstance(part, ast.Constant) or " " not in str(part.value) for part in value.values):
        return ""  # `{sentence}.` is a sentence of its own
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in value.values)


def test_every_composed_sentence_is_known() -> None:
    found = list(_composed())
    assert len(found) > 60
    assert [(module, text) for module, text in found if taken_apart(text) is None] == []


@pytest.mark.parametrize("sentence", SENTENCES)
def test_each_composed_sentence_is_found_again_and_said_in_arabic(sentence: str) -> None:
    text = "".join(part if index % 2 == 0 else "7" for index, part in enumerate(_split(sentence)))
    found = taken_apart(text)
    assert found is not None
    assert found[0] == sentence
    assert not any(letter in ARABIC(text) for letter in ("At ", "Up ", "This", "None of", "One of", "characters"))


def _split(sentence: str) -> list[str]:
    return [part for piece in sentence.split("{") for part in piece.split("}")]


def test_what_stands_in_a_composed_sentence_is_kept() -> None:
    said = ARABIC("None of your roles has the permission access:token:list.").translate(ISOLATES)
    assert said == "لا يملك أي من أدوارك الصلاحية access:token:list."
    assert ARABIC("Nothing of the kind, 7.").translate(ISOLATES) == "Nothing of the kind, 7."


def _granters() -> Iterator[str]:
    """Who is named by a decision as able to grant what it refuses."""
    names: dict[str, str] = {}
    for _, tree in _modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and isinstance(node.value, ast.Constant):
                names[node.target.id] = str(node.value.value)
    for _, tree in _modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and (place := {"Decision": 3, "Refused": 2}.get(_name(node))):
                given = [*node.args[place : place + 1], *(word.value for word in node.keywords if word.arg == "granted_by")]
                for value in given:
                    match value:
                        case ast.Constant(value=str(text)):
                            yield text
                        case ast.Name(id=name) if name in names:
                            yield names[name]


def test_a_refusal_says_who_can_grant_it_as_a_sentence() -> None:
    granters = set(_granters()) - {""}
    assert len(granters) > 12
    assert granters <= set(GRANTS)
    assert set(GRANTS) - granters <= {"an officer of the second line, under another purpose"}  # of a table of openings
    for sentence in GRANTS.values():
        assert sentence[0].isupper()
    refused = ProblemView(Problem.REFUSED, sentence=("None of your roles has the permission a:b:c.", {}), granted_by="the owner")
    assert "The owner can grant it." in str(page(refused, Translator()))
    assert "يستطيع المالك منحه." in str(page(refused, ARABIC))
