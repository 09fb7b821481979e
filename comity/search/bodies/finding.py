"""The search for an organisation, beside that for a person: candidates of the index, the likest read, weighed.

Discreet records are found, read and weighed apart, and always as many of them: where there are fewer, the question is weighed against
itself, so that neither answer nor time tells of them (HIT-11).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeVar

from comity.names.entities import keys
from comity.names.entities.assessment import BodyFacts, assess_body
from comity.names.entities.packing import unpack
from comity.search.bodies.facts import bodied
from comity.search.bodies.weighing import weigh
from comity.search.persons.candidates import MOST_DISCREET_BODIES, Candidate, FindsCandidates, WantedBody
from comity.search.persons.readings import SILENT, Pick, Reading, Readings
from comity.search.persons.rules import DEFAULTS

if TYPE_CHECKING:
    from comity.access.model import Reader
    from comity.search.persons.model import PersonSetting
    from comity.search.persons.weighing import Weighed

MOST_READ: Final = 20  # records of one search that are opened and weighed
LEAST_LIKE: Final = 0.3  # names less alike are nobody's
# Of the keys that lead to a name: of fewer most are chance, and comparing them would cost more than finding them. A name of common words
# alone has few bits itself: then a share of its most telling key is enough.
LEAST_BITS: Final = 4.0
_LEAST_SHARE: Final = 0.25
T = TypeVar("T")


class InThread(Protocol):
    """Does some work in a thread of the process's."""

    def __call__(self, work: Callable[[], T]) -> Awaitable[T]: ...


class Found(NamedTuple):
    """Records weighed, in the asker's sight and discreet ones. `closed`: registers with a record that does not open (HIT-16)."""

    seen: tuple[Weighed, ...] = ()
    silent: tuple[Weighed, ...] = ()
    closed: frozenset[int] = frozenset()


NOBODY: Final = Found()


class Bodies:
    """The search of one process, over the same index and connections as that for persons."""

    def __init__(self, candidates: FindsCandidates, readings: Readings) -> None:
        self._candidates = candidates
        self._readings = readings

    async def found(
        self, asked: BodyFacts, registers: tuple[int, ...], reader: Reader, setting: PersonSetting, in_thread: InThread
    ) -> Found:
        """What the reader may meet. Raises: Unavailable. Cost: 5 ms of the processor."""
        if not asked.names:
            return NOBODY
        seen, silent = await in_thread(partial(self._picked, asked, registers, reader))
        reading = await self._readings.read(reader, seen, silent)
        return await in_thread(partial(_weighed, asked, reading, setting))

    def _picked(self, asked: BodyFacts, registers: tuple[int, ...], reader: Reader) -> tuple[list[Pick], list[Pick]]:
        least = least_bits(asked)
        found = [one for one in self._candidates.find_bodies(WantedBody(asked.names, registers), reader) if one.score >= least]
        prior = DEFAULTS[reader.purpose].prior
        seen = _likest(asked, [one for one in found if not one.discreet], prior)
        silent = _likest(asked, [one for one in found if one.discreet], prior, filled=MOST_DISCREET_BODIES)
        return seen[:MOST_READ], silent[:SILENT]


def warm() -> None:
    """Reads the tables and loads the loops that organisations' names need, so that the first question is as fast as the rest."""
    one, other = BodyFacts((bodied("Orvalis Trading Ltd"),)), BodyFacts((bodied("Орвалис Торг"), bodied("Orwalis of Spain")))
    assess_body(one, other, 0.5)
    least_bits(one)


def least_bits(asked: BodyFacts) -> float:
    """The bits of keys below which no name is compared. Cost: 70 us a name."""
    most = max((bits for name in asked.names for _, bits in keys.asked(name)[:1]), default=0.0)
    return min(LEAST_BITS, _LEAST_SHARE * most)


def _likest(asked: BodyFacts, candidates: Sequence[Candidate], prior: float, filled: int = 0) -> list[Pick]:
    """Those whose best name says the most, first. `filled`: names that are compared at least, whatever was found."""
    ranked: list[tuple[float, int, Pick]] = []
    compared = 0
    for place, one in enumerate(candidates):
        said = [assess_body(asked, BodyFacts((unpack(name),)), prior) for name in one.names]
        compared += len(said)
        best = max(said, key=lambda each: each.probability)
        if best.likeness >= LEAST_LIKE:
            ranked.append((-best.probability, place, Pick(one.register, one.record, best.likeness)))
    for _ in range(filled - compared):
        assess_body(asked, asked, prior)
    return [pick for _, _, pick in sorted(ranked, key=lambda each: each[:2])]


def _weighed(asked: BodyFacts, reading: Reading, setting: PersonSetting) -> Found:
    seen = [weigh(asked, candidate, setting) for candidate in reading.seen]
    silent = [weigh(asked, candidate, setting) for candidate in reading.silent[:SILENT]]
    for _ in range(SILENT - len(silent)):
        assess_body(asked, asked, setting.prior)
    return Found(tuple(one for one in seen if one), tuple(one for one in silent if one), reading.closed)
