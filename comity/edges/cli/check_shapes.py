"""A result of a check as a person reads it: the word first, then the shape, colour third. Hit, look-alike, no hit and no answer
are never shown alike.
"""

from __future__ import annotations

import shlex
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from comity.client.checks import Answer, CheckResult
from comity.edges.cli.exits import Exit
from comity.edges.cli.terminal import drawable, say, under

if TYPE_CHECKING:
    from collections.abc import Iterable

    from comity.client.checks import Batch, Hit, Identifier, Question
    from comity.client.persons import Person, PersonMatch, PersonResult


@dataclass(frozen=True, slots=True)
class Look:
    """How an outcome is shown. `plain` where the terminal's letters lack the symbol; as wide apart as the symbols are."""

    word: str
    symbol: str
    plain: str
    style: str
    code: Exit

    @property
    def shape(self) -> str:
        """The symbol where standard output's encoding has it, else `plain`."""
        return drawable(self.symbol, self.plain)


LOOKS: Final = {
    "hit": Look("HIT", "◆", "<#>", "bold red", Exit.HIT),
    "look_alike": Look("Look-alike", "≠", "=/=", "bold yellow", Exit.LOOK_ALIKE),
    "candidates": Look("Candidates", "≈", "~~~", "bold magenta", Exit.LOOK_ALIKE),
    "no_hit": Look("No hit", "○", "( )", "green", Exit.OK),
    "no_answer": Look("No answer", "⬚", "[?]", "yellow", Exit.NO_ANSWER),
}
_LOUDEST: Final = (Exit.HIT, Exit.LOOK_ALIKE, Exit.NO_ANSWER, Exit.OK)
_PROVES_NOTHING: Final = "No hit proves only that no record that you may see, in the registers asked, has this."

_CLEARED: Final = "two officers said that this document's holder is another person than the record's. The hit stands: compare."
_ANSWER: Final = "A candidate: its owner is not told. Compare the person with the record and say who it is:"
_ANSWER_BODY: Final = "A candidate, an organisation: its owner is not told. Compare it with the record and say whether it is this one:"
_SETTLE: Final = "A look-alike: its owner is not told yet. Read the document again and say what stands there:"


def look_of(said: CheckResult | Answer) -> Look:
    """How a result or a register's answer is shown. One of look-alikes or candidates alone is no hit before somebody looked (HIT-06)."""
    hits = [hit for answer in (said.answers if isinstance(said, CheckResult) else (said,)) for hit in answer.hits]
    if said.outcome != "hit" or any(map(_positive, hits)):
        return LOOKS[said.outcome]
    return LOOKS["look_alike" if any(hit.grade == "confusable" for hit in hits) else "candidates"]


def _positive(hit: Hit) -> bool:
    return hit.grade == "exact" or (hit.person is not None and hit.person.positive)


def show(result: CheckResult, asked: str, asker: str = "") -> Exit:
    """Prints one result; gives its exit code. `asker`: the options that name it, for the command that settles a look-alike."""
    look = look_of(result)
    say(f"{look.shape} {look.word}: {asked}", look.style)
    if result.person is not None:
        _show_person(result.person)
    for answer in sorted(result.answers, key=_urgency):
        _show_answer(answer)
        _settling(result, answer.hits, asker)
    if result.outcome == "no_hit":
        under(_PROVES_NOTHING, style="dim")
    for sentence in result.notes:
        under(f"Note: {sentence}")
    under(f"Entry {result.check} of {result.at}", style="dim")
    return look.code


def _urgency(answer: Answer) -> int:
    return _LOUDEST.index(look_of(answer).code)


def _show_answer(answer: Answer) -> None:
    look = look_of(answer)
    why = f": {answer.why}" if answer.why else ""
    under(f"{look.shape} {look.word.lower()}  {_words(answer.register)} ({answer.source}){why}", style=look.style)
    for hit in answer.hits:
        _show_hit(hit)


def _show_person(person: PersonResult) -> None:
    """How the name was understood, and whether there were more than are shown."""
    read = " ".join(f"{word.text} ({word.latin})" if word.latin and word.latin != word.text else word.text for word in person.words)
    under(f"Read as: {read}", style="dim")
    if person.organisations:
        under("Organisations of that name were looked for too.", style="dim")
    if person.more:
        under("Others are like it too: say more of the person, such as the birth year.", style="yellow")


def _settling(result: CheckResult, hits: Iterable[Hit], asker: str) -> None:
    """The exact command that says what the document says, for each look-alike."""
    for hit in hits:
        if hit.grade == "confusable":
            under(_SETTLE, 4, "bold")
            under(f"comity settle {result.check} {result.at} {hit.record} record|asked|unreadable{asker}", 6)
        elif hit.person is not None and not _positive(hit):
            body = hit.person.about == "organisation"
            under(_ANSWER_BODY if body else _ANSWER, 4, "bold")
            words = f"this-{hit.person.about}|not-this-{hit.person.about}"
            under(f"comity persons answer {result.check} {hit.person.mark} {words}{asker}", 6)


def _show_hit(hit: Hit) -> None:
    for warning in hit.warnings:
        under(f"WARNING: {_words(warning)}", 4, "bold red")
    under(f"{hit.grade}: {hit.sentence}", 4, "bold")
    if hit.cleared is not None:
        by = f" by {hit.cleared.bureau}" if hit.cleared.bureau else ""
        under(f"Cleared earlier{by}: {_CLEARED} ({hit.cleared.since:%Y-%m-%d} to {hit.cleared.until:%Y-%m-%d})", 4, "bold")
    if hit.person is not None:
        _show_match(hit.person)
    for number, step in enumerate(hit.first_step, start=1):
        under(f"{number}. {step}", 4)
    if hit.confirm:
        under(hit.confirm, 4)
    for name, value in hit.facts.items():
        under(f"{_words(name)}: {value}", 4)
    of = f" of {_words(hit.opens)}" if hit.opens not in ("", hit.register) else ""
    under(f"owner {hit.owner}, {hit.level}, record {hit.record}{of}", 4, "dim")


def _show_match(person: PersonMatch) -> None:
    """The words of both names side by side, then what each comparison adds."""
    what = " (organisation)" if person.about == "organisation" else ""
    under(f"{person.rank}. {person.name}{what}: likeness {person.likeness:.2f}, probability {person.probability:.2f}", 4)
    for side in person.sides:
        under(f"{side.asked or '-'} / {side.held or '-'}" + (f": {side.why.lower()}" if side.why else ""), 6, "dim")
    for evidence in person.evidence:
        under(f"{evidence.log_odds:+6.2f}  {evidence.sentence}", 6, "dim")


def one_line(result: CheckResult, asked: str, asker: str = "") -> Exit:
    """Prints one result of a batch on one line; beneath it, how to settle a look-alike."""
    look = look_of(result)
    hits = [hit for answer in result.answers for hit in answer.hits]
    silent = [f"{_words(answer.register)}: {answer.why}" for answer in result.answers if answer.outcome == "no_answer"]
    found = [f"{_words(hit.register)} of {hit.owner}, {hit.grade}" for hit in hits]
    tail = "; ".join([*found, *silent])
    say(f"{look.shape} {look.word:<10}  {asked}" + (f"  {tail}" if tail else ""), look.style)
    _settling(result, hits, asker)
    return look.code


def asker_of(asked: Question | Batch) -> str:
    """The options by which a check named its asker, as a shell takes them again."""
    stated = (("purpose", asked.purpose), ("officer", asked.officer), ("unit", asked.unit))
    return "".join(f" --{name} {shlex.quote(value)}" for name, value in stated if value)


def named(asked: tuple[Identifier, ...], person: Person | None = None) -> str:
    """What was asked about, in words."""
    words = [f"{one.kind} {' '.join(one.value.split())}{f' of {one.issuer}' if one.issuer else ''}" for one in asked]
    who = ", ".join(filter(None, (person.name, person.born, person.nationality))) if person else ""
    return "; ".join(filter(None, (who, *words)))


def tally(counted: Counter[Exit]) -> str:
    """`3 hits, 0 look-alikes, 46 no hits, 1 no answer`."""
    names = {
        Exit.HIT: ("hit", "hits"),
        Exit.LOOK_ALIKE: ("look-alike", "look-alikes"),
        Exit.OK: ("no hit", "no hits"),
        Exit.NO_ANSWER: ("no answer", "no answers"),
    }
    return ", ".join(f"{counted[code]} {names[code][counted[code] != 1]}" for code in names)


def worst(counted: Counter[Exit]) -> Exit:
    """A hit anywhere is a hit; then a look-alike must be settled; else what did not answer leaves it open."""
    return next((code for code in _LOUDEST if counted[code]), Exit.OK)


def _words(name: str) -> str:
    return name.replace("_", " ")
