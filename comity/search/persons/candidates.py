"""Which records may be of the person asked about: found by the keys of their names, for whoever may see them.

It narrows a million names to two hundred. The order here is by keys alone; likeness and probability are told of what it gives.
Whatever the asker may not see is no part of the question: it neither crowds out nor reorders what they may.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol
from uuid import UUID

import msgspec

from comity.engines.crypto import Tampered
from comity.engines.index import Index, IndexUnusable, Question, open_index
from comity.engines.keyring import KeyGone
from comity.kernel.errors import Unavailable
from comity.names import keys
from comity.names.entities import Entity
from comity.names.entities import keys as keys_of_bodies
from comity.names.model import Name
from comity.names.reading import read_name
from comity.search.persons.index import generation
from comity.search.persons.index.filing import Filing, Known, is_own
from comity.search.persons.index.lanes import lane_at, open_lanes, own_lane

if TYPE_CHECKING:
    from comity.access.model import Reader
    from comity.engines.keyring import Keyring
    from comity.search.audiences import Audiences
    from comity.search.persons.index.generation import State

BUILDING: Final = "Names cannot be asked yet: their index is being built. Ask again in a minute."
BEHIND: Final = "Names cannot be asked now: their index does not follow the database. Ask again in a minute."
MOST: Final = 200  # names in the sight of the asker
MOST_DISCREET: Final = 20  # and of discreet records, of which the asker never learns (HIT-11)
MOST_BODIES: Final = 60  # names of organisations
MOST_DISCREET_BODIES: Final = 6
MOST_OWN: Final = 30  # and of the asker's own authority's, whatever they are kept for
LOOK_S: Final = 0.25  # between two looks into the folder
WARM: Final = read_name("Ali")
STALE_S: Final = 3.0  # without a beat of the indexer, or with changes waiting so long, what was added meanwhile may be missing

Weights = Mapping[str, float]  # keys with their bits
log = logging.getLogger(__name__)


class Wanted(msgspec.Struct, frozen=True, gc=False):
    """Who is asked about. `names`: as read, at least one; `years`: of birth, as far as known; `registers`: numbers of those asked."""

    names: tuple[Name, ...]
    registers: tuple[int, ...]
    years: tuple[int, ...] = ()
    nationalities: tuple[str, ...] = ()


class WantedBody(msgspec.Struct, frozen=True, gc=False):
    """Which organisation is asked about. `names`: as read, at least one; `registers`: numbers of those asked."""

    names: tuple[Entity, ...]
    registers: tuple[int, ...]


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """A record with those of its names that keys led to, the best first. `names`: packed, for `names.packing`; `score`: weight of keys.

    Privacy: of a `discreet` record, or of one whose row the asker's own context does not show, nothing may reach the asker.
    """

    record: UUID
    register: int
    discreet: bool
    names: tuple[bytes, ...]
    score: float


class FindsCandidates(Protocol):
    """The candidates of one process."""

    def fresh(self) -> str:
        """Why it cannot say *no hit* now (`BUILDING`, `BEHIND`): who finds nobody then has *no answer*. Empty where it can.

        `find` may be asked all the same once it is built.
        """

    def find(self, wanted: Wanted, reader: Reader, most: int = MOST, most_discreet: int = MOST_DISCREET) -> list[Candidate]:
        """Records that the reader may meet, the best first, discreet ones among them. Cost: 1 to 5 ms; to be called in a thread.

        Raises: Unavailable where the index cannot be read.
        """

    def find_bodies(self, wanted: WantedBody, reader: Reader) -> list[Candidate]:
        """The same of organisations, filed under keys of their own. `names` of candidates: as `names.entities.packing` packs them."""


class _InForce(NamedTuple):
    state: State
    names: Index
    filing: Filing


class NameIndex:
    """The index of names as one serving process asks it: the newest state of the folder that the worker writes.

    `audiences`: as the checks know them. `run` as a task; without it `fresh` says that it does not follow.
    """

    def __init__(self, names: Path, keyring: Keyring, audiences: Audiences) -> None:
        self._names = names
        self._keyring = keyring
        self._audiences = audiences
        self._in_force: _InForce | None = None
        self._count: int | None = None
        self._heard = -STALE_S
        self._lag_s = 0.0

    async def run(self) -> None:
        """Follows the folder for the life of the process; the tables of keys are read before anybody asks."""
        await asyncio.to_thread(keys.asked, WARM)
        while True:
            await asyncio.to_thread(self.look)
            await asyncio.sleep(LOOK_S)

    def look(self) -> None:
        """Opens what is in force now, where that changed, and hears whether the worker looks at the database."""
        told = generation.heard(self._names)
        if told is not None:
            if self._count is not None and told.count != self._count:  # the first one may be old
                self._heard = time.monotonic()
            self._count, self._lag_s = told.count, told.lag_s
        state = generation.load(self._names)
        if state is None:
            self._in_force = None
        elif self._in_force is None or _named(state) != _named(self._in_force.state):
            self._open(state)

    def _open(self, state: State) -> None:
        try:
            index = open_index(generation.folder_of(self._names, state.generation))
            filing = self._filing(state)
        except (IndexUnusable, Tampered, KeyGone) as problem:
            log.warning("the index of names cannot be opened: %s", problem)
            self._in_force = None
            return
        self._audiences.keep(lane_at(number).group for number in state.lanes)
        self._in_force = _InForce(state, index, filing)

    def _filing(self, state: State) -> Filing:
        """The one there is as long as the generation is the same."""
        before = self._in_force
        if before is not None and before.state.wrapped == state.wrapped:
            return before.filing
        return Filing(generation.unwrap(self._keyring, state))

    def fresh(self) -> str:
        """As `FindsCandidates` says."""
        if self._in_force is None:
            return BUILDING
        return BEHIND if time.monotonic() - self._heard > STALE_S or self._lag_s > STALE_S else ""

    def find(self, wanted: Wanted, reader: Reader, most: int = MOST, most_discreet: int = MOST_DISCREET) -> list[Candidate]:
        """As `FindsCandidates` says."""
        return self._found(_weights(wanted), wanted.registers, reader, most, most_discreet)

    def find_bodies(self, wanted: WantedBody, reader: Reader) -> list[Candidate]:
        """As `FindsCandidates` says."""
        return self._found(_weights_of_body(wanted), wanted.registers, reader, MOST_BODIES, MOST_DISCREET_BODIES)

    def _found(self, weights: Weights, registers: tuple[int, ...], reader: Reader, most: int, most_discreet: int) -> list[Candidate]:
        """What keys lead to. Raises: Unavailable."""
        now = self._in_force
        if now is None:
            raise Unavailable(BUILDING)
        try:
            return self._led_to(now, weights, registers, reader, most, most_discreet)
        except Tampered as problem:
            log.error("the index of names holds a document that does not open")
            raise Unavailable(BEHIND) from problem

    def _led_to(
        self, now: _InForce, weights: Weights, registers: tuple[int, ...], reader: Reader, most: int, most_discreet: int
    ) -> list[Candidate]:
        """Raises: Unavailable, Tampered."""
        asked = _hashed(weights, now.filing)
        own_keys = tuple(key for text, key in zip(weights, asked, strict=True) if is_own(text.encode()))
        own_lanes = tuple(own_lane(register, reader.authority) for register in registers)
        found = [
            *now.names.search(Question(asked, self._lanes(now.state, registers, reader, discreet=False), most)),
            *now.names.search(Question(asked, self._lanes(now.state, registers, reader, discreet=True), most_discreet)),
            *now.names.search(Question(own_keys, own_lanes, min(most, MOST_OWN))),
        ]
        return _by_record((one.score, now.filing.opened(one.held)) for one in found)

    def _lanes(self, state: State, registers: tuple[int, ...], reader: Reader, *, discreet: bool) -> tuple[int, ...]:
        return open_lanes(
            state.lanes,
            registers=registers,
            purpose=reader.purpose,
            clearance=reader.clearance,
            groups=self._audiences.of(reader.authority, reader.kind),
            discreet=discreet,
        )


def _named(state: State) -> tuple[int, int]:
    return state.generation, state.commits


def _weights(wanted: Wanted) -> Weights:
    """The keys of all names asked, each once by the most that it weighs."""
    weights: dict[str, float] = {}
    for name in wanted.names:
        for key in keys.asked(name, wanted.years, wanted.nationalities):
            weights[key.text] = max(weights.get(key.text, 0.0), key.weight)
    return weights


def _weights_of_body(wanted: WantedBody) -> Weights:
    weights: dict[str, float] = {}
    for name in wanted.names:
        for text, bits in keys_of_bodies.asked(name):
            weights[text] = max(weights.get(text, 0.0), bits)
    return weights


def _hashed(weights: Weights, filing: Filing) -> tuple[tuple[int, float], ...]:
    return tuple(zip(filing.hashed([text.encode() for text in weights]), weights.values(), strict=True))


def _by_record(found: Iterable[tuple[float, Known]]) -> list[Candidate]:
    """Each record once, by its best name; equal ones by their ids."""
    best: dict[UUID, tuple[float, Known, list[bytes]]] = {}
    for score, known in found:
        score_before, first, names = best.get(known.record) or (score, known, [])
        if known.packed not in names:
            names.append(known.packed)
        best[known.record] = (max(score, score_before), first, names)
    ranked = sorted(best.values(), key=lambda one: (-one[0], one[1].record.int))
    return [Candidate(known.record, known.register, known.discreet, tuple(names), score) for score, known, names in ranked]


__all__ = ["BEHIND", "BUILDING", "Candidate", "FindsCandidates", "NameIndex", "Wanted", "WantedBody"]
