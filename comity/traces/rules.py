"""What a trace needs, who may do what to it, and its clock. Pure.

Source: International Tracing Instrument (2005), paragraphs 14 to 23: what a request holds, that answers are prompt, and that a state
which does not answer says why. It sets no days: the days here are ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from comity.access.model import Decision, Reader
from comity.kernel.errors import Fault
from comity.traces.model import Answer, Leg, Outcome, Reply, State, Trace, Why

DAYS: Final = timedelta(days=28)
KEPT: Final = timedelta(days=730)  # after it is closed
SHORTEST_REASON: Final = 10  # characters
MOST_LEGS: Final = 40
# The fields of the register of firearms that a request tells (paragraph 17): what identifies the weapon, and no place or person.
TOLD: Final = frozenset(
    {
        "type", "make", "model", "calibre", "serial", "other_serials", "mechanism", "made_in", "made_year", "imported_to", "imported_year",
        "importer", "barrel", "markings",
    }
)  # fmt: skip
_OWN: Final = Decision(True, "OWN-02", "The trace is your own authority's.")
_NOT_OWN: Final = Decision(False, "OWN-02", "Only who asked changes or closes a trace.", "who asked")
_ENDED: Final = Decision(False, "RET-04", "The trace is closed.")
_ASKED: Final = Decision(True, "OWN-02", "Your authority was asked.")
_NOT_ASKED: Final = Decision(False, "OWN-02", "Only who was asked answers, and once.", "who was asked")


def lacking(values: Mapping[str, str]) -> list[Fault]:
    """What is missing for a weapon to be found in a maker's books: a make, and a serial number or a marking."""
    faults = []
    if "make" not in values:
        faults.append(Fault("make", "required", "Without its make nobody can say who made it.", "The make, as marked."))
    if "serial" not in values and not any(path.startswith("markings.") for path in values):
        faults.append(Fault("serial", "required", "A weapon is traced by its serial number or its markings.", "serial, or markings.1.text"))
    return faults


def first_asked(values: Mapping[str, str], countries: Mapping[str, int], asker: int) -> dict[int, Why]:
    """Whom to ask first: the maker's country, then the importer's. `countries`: code to authority."""
    wanted = ((values.get("made_in", ""), Why.MAKER), (values.get("imported_to", ""), Why.IMPORTER))
    found: dict[int, Why] = {}
    for code, why in wanted:
        number = countries.get(code)
        if number is not None and number != asker:
            found.setdefault(number, why)
    return found


def may_change(reader: Reader, trace: Trace) -> Decision:
    """The asker asks further and closes, while it is open."""
    if trace.asker != reader.authority:
        return _NOT_OWN
    return _OWN if trace.state is State.OPEN else _ENDED


def may_answer(reader: Reader, trace: Trace) -> Decision:
    """Each authority answers for itself, once, while the trace is open."""
    leg = own_leg(reader, trace)
    if leg is None or leg.answer is not None:
        return _NOT_ASKED
    return _ASKED if trace.state is State.OPEN else _ENDED


def own_leg(reader: Reader, trace: Trace) -> Leg | None:
    """The leg on which this reader's authority was asked."""
    return next((leg for leg in trace.legs if leg.asked == reader.authority), None)


def reply_faults(answer: Answer, reply: Reply) -> list[Fault]:
    """What an answer of that kind lacks."""
    if answer is Answer.SOLD and not reply.dealer.strip():
        return [Fault("dealer", "required", "To whom was it sold?", "The dealer or first buyer, as recorded.")]
    if answer is Answer.EXPORTED and not reply.country.strip():
        return [Fault("country", "required", "Where was it exported to?", "A code of three letters.")]
    if answer is Answer.REFUSED and len(reply.words.strip()) < SHORTEST_REASON:
        return [Fault("words", "required", "A refusal states its reason.", f"At least {SHORTEST_REASON} characters.")]
    return []


def outcome_fault(outcome: Outcome, trace: Trace) -> Fault | None:
    """*Traced* rests on an answer that leads somewhere."""
    led = any(leg.answer in (Answer.SOLD, Answer.EXPORTED) for leg in trace.legs)
    if outcome is Outcome.TRACED and not led:
        return Fault("outcome", "not_answered", "Nobody has answered yet whom it was sold or exported to.", "not_traced or withdrawn")
    return None


def next_asked(trace: Trace, countries: Mapping[str, int]) -> dict[int, Leg]:
    """Authorities that an answer leads to and that were not asked yet, each with the leg that names it: the asker decides."""
    asked = {leg.asked for leg in trace.legs} | {trace.asker}
    found: dict[int, Leg] = {}
    for leg in trace.legs:
        number = countries.get(leg.reply.country) if leg.answer is Answer.EXPORTED and leg.reply else None
        if number is not None and number not in asked:
            found.setdefault(number, leg)
    return found
