"""From candidates to what is answered, kept and told, check by check. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from comity.audit.entry import Act, Entry, EntryId
from comity.audit.model import LOOK_ALIKE, Sighting
from comity.audit.pack import probe
from comity.kernel.results import Answer, Grade, Outcome, PersonMatch
from comity.registers.catalogue import BY_NUMBER
from comity.registers.lookup import Candidate
from comity.search.hits import hit_of
from comity.search.model import Positive, Sought
from comity.search.planned import Plan
from comity.search.sources import LOCAL
from comity.search.telling import sighting_of_candidate
from comity.search.verify import Found, Match, best, match

# What an entry says openly of a search for a person; bare names are added up by it.
BARE: Final = "a person, by name alone"
_DETAILS: Final[dict[bool | None, str]] = {None: "", False: "a person", True: BARE}
DOES_NOT_OPEN: Final = "A record that may be about this cannot be opened. Tell your operator."


def met_by(sought: Sought, candidates: Sequence[Candidate], key: int) -> Iterator[Found]:
    """The candidates of this key whose stored value is what was sought."""
    for candidate in candidates:
        if candidate.key == key and candidate.register == sought.register:
            matched = match(sought, candidate.values)
            if matched is not None:
                yield candidate, matched


def once(pairs: Sequence[Found]) -> Iterator[Found]:
    """Each record once, by its best match: a vehicle may be met by its number and by its plate, a notice by a document and a telephone."""
    by_record: dict[bytes, list[Found]] = {}
    for pair in pairs:
        by_record.setdefault(pair[0].id.bytes, []).append(pair)
    for group in by_record.values():
        yield group[0][0], best([matched for _, matched in group])


def _once_in_each(pairs: Sequence[Found]) -> Iterator[Found]:
    """`once` for each register: a notice met by a document and by a telephone is two answers, with a first step of their own (HIT-07)."""
    by_register: dict[int, list[Found]] = {}
    for pair in pairs:
        by_register.setdefault(pair[0].register, []).append(pair)
    for group in by_register.values():
        yield from once(group)


Marker = Callable[[UUID, PersonMatch], str]  # seals what an answer about a record's person needs


def answers_of(
    plan: Plan, pairs: Sequence[Found], closed: set[int], codes: dict[int, str], now: datetime, mark: Marker = lambda *_: ""
) -> tuple[Answer, ...]:
    """An answer for each register asked. `closed`: registers with a record that does not open, which is never a no hit (HIT-16)."""
    open_ = dict(plan.left_open) | dict.fromkeys(closed, DOES_NOT_OPEN)
    hits: dict[int, list[Found]] = {}
    for candidate, matched in _once_in_each(pairs):
        person = matched.person and replace(matched.person, mark=mark(candidate.id, matched.person))
        hits.setdefault(candidate.register, []).append((candidate, replace(matched, person=person)))
    return tuple(_answer(number, hits.get(number, []), open_.get(number, ""), codes, now) for number in plan.asked)


def _answer(number: int, hits: list[Found], why: str, codes: dict[int, str], now: datetime) -> Answer:
    name = BY_NUMBER[number].name
    if hits:
        return Answer(LOCAL, name, Outcome.HIT, tuple(hit_of(candidate, matched, codes, now) for candidate, matched in hits))
    return Answer(LOCAL, name, Outcome.NO_ANSWER, why=why) if why else Answer(LOCAL, name, Outcome.NO_HIT)


_NO_HITS: dict[tuple[int, ...], tuple[Answer, ...]] = {}


def no_hits(asked: tuple[int, ...]) -> tuple[Answer, ...]:
    """The answers of a check that met nothing: the same few values over and over."""
    if asked not in _NO_HITS:
        _NO_HITS[asked] = tuple(Answer(LOCAL, BY_NUMBER[number].name, Outcome.NO_HIT) for number in asked)
    return _NO_HITS[asked]


def entry_of(plan: Plan, at_us: int, pairs: Sequence[Found], secret: bytes, *, closed: bool) -> Entry:
    """The audit entry of a check. `secret`: of the month's probes."""
    reader = plan.query.reader
    return Entry(
        Act.CHECK,
        at_us,
        reader.authority,
        reader.bureau,
        reader.unit,
        reader.officer,
        reader.system,
        reader.purpose,
        plan.asked,
        _outcome(pairs, closed=closed or bool(plan.left_open)),
        "PUR-03",
        tuple({candidate.id.bytes: None for candidate, _ in pairs}),
        _DETAILS[None if plan.query.person is None else plan.query.person.bare],
        plan.question,
        tuple([probe(secret, trace) for trace in plan.traces]),
    )


def _outcome(pairs: Sequence[Found], *, closed: bool) -> int:
    """As the entry keeps it: a positive result is a hit; look-alikes and candidates alone are not one yet."""
    if not pairs:
        return Outcome.NO_ANSWER if closed else Outcome.NO_HIT
    return Outcome.HIT if any(matched.positive for _, matched in pairs) else LOOK_ALIKE


def told(plan: Plan, pairs: Sequence[Found], entry: EntryId, at_us: int) -> Iterator[Positive]:
    """The positive results of a check. A look-alike or candidate is none until its officer has said so (HIT-06, `search.shift`)."""
    for candidate, matched in once(pairs):
        if matched.positive and candidate.owner != plan.query.reader.authority:
            yield _positive(plan, candidate, matched, entry, at_us, discreet=False)


def shown(plan: Plan, pairs: Sequence[Found], entry: EntryId, at_us: int) -> Iterator[Sighting]:
    """What owners may see of candidates that were shown to the asker: that a bureau saw the record that day, never of a protected check."""
    for candidate, matched in once(pairs):
        if matched.person and not matched.positive and candidate.owner != plan.query.reader.authority and not plan.query.protected:
            yield sighting_of_candidate(_positive(plan, candidate, matched, entry, at_us, discreet=False))


def told_in_silence(plan: Plan, pairs: Sequence[Found], entry: EntryId, at_us: int) -> Iterator[Positive]:
    """Those of discreet records, which the asker does not see (HIT-11): a look-alike too, since nobody can settle what nobody sees.

    None for a protected check: it would wait for a release by the asking bureau, which must not learn of it, and the person asked about
    may need protection from this very owner (HIT-12).
    """
    for candidate, matched in once(pairs):
        if candidate.owner != plan.query.reader.authority and not plan.query.protected:
            yield _positive(plan, candidate, matched, entry, at_us, discreet=True)


def _positive(plan: Plan, candidate: Candidate, matched: Match, entry: EntryId, at_us: int, *, discreet: bool) -> Positive:
    reader = plan.query.reader
    return Positive(
        record=candidate.id.bytes,
        register=BY_NUMBER[candidate.register].speaks_of,
        owner=candidate.owner,
        owner_bureau=candidate.bureau,
        asking_authority=reader.authority,
        asking_bureau=reader.bureau,
        asking_unit_kind=int(reader.unit_kind),
        purpose=int(reader.purpose),
        grade=_told_as(matched).value,
        at_us=at_us,
        protected=plan.query.protected,
        discreet=discreet,
        stream=entry.stream,
        number=entry.number,
    )


def _told_as(matched: Match) -> Grade:
    """What made it a positive result: a look-alike of a number whose person is certain enough is told as the person."""
    return matched.grade if matched.grade is Grade.EXACT or matched.person is None else matched.person.grade
