"""Finding an object by what it looks like: words and measures, over a register whose records have such keys (works of art).

No word of a record lies open: its words and steps of measures are search keys like any identifier, hashed under the same key, found under
the same row-level security. Rare words lead to records, common ones only tell between them; what is shown is compared with the stored
text, ranked by how much of the question it meets, and says why. It identifies nothing: whoever looks compares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec

from comity.access.model import Permission, Reader
from comity.access.rules import may_ask
from comity.audit import Act
from comity.audit.model import LOOK_ALIKE
from comity.audit.store import insert_sightings
from comity.engines.store import Mode
from comity.kernel.errors import Fault, Invalid
from comity.kernel.kinds import MEASUREMENT
from comity.kernel.kinds.model import BadValue
from comity.kernel.pieces import near, near_steps, words
from comity.kernel.results import Outcome
from comity.registers.desk import Desk, entry, permitted
from comity.registers.hashing import hasher
from comity.registers.lookup import signed
from comity.registers.model import Key, Register
from comity.registers.paths import each
from comity.registers.reading import seen, sighting
from comity.registers.record import Record, Values
from comity.registers.redact import Shown, redact
from comity.registers.search_keys import piece_bytes

if TYPE_CHECKING:
    from psycopg import AsyncConnection

MOST_SHOWN: Final = 50
MOST_WORDS: Final = 20
COMMON: Final = 2_000  # a word of more records than this leads to none of them by itself
MOST_OPENED: Final = 200  # records opened to rank them; each costs two unsealings
LONGEST: Final = 500  # characters of a description


@dataclass(frozen=True, slots=True)
class Described:
    """What an object looks like: words as typed, and (dimension, measure) as typed."""

    words: str
    measures: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Like:
    """A record that is like the description. `words`: those that it has; `measures`: the dimensions that agree within a tenth.

    `share`: how much of what was asked it meets, 0 to 1; it orders the list and is no measure of certainty.
    """

    shown: Shown
    words: tuple[str, ...]
    measures: tuple[str, ...]
    share: float


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, the likest first. `common`: words of so many records that they led to none alone. `more`: others were like it."""

    found: tuple[Like, ...]
    asked: tuple[str, ...]
    common: tuple[str, ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One search key of the question: a word, or the steps of a measure."""

    key: int
    word: str = ""
    dimension: str = ""


def read(register: Register, described: Described) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The words and cleaned measures of a description. Raises: Invalid with everything that is wrong with it."""
    faults: list[Fault] = []
    if len(described.words) > LONGEST:
        faults.append(Fault("words", "too_long", f"This is longer than {LONGEST} characters.", "Fewer words."))
    found = words(described.words[:LONGEST])[:MOST_WORDS]
    dimensions = {code for code, _ in _dimension(register)}
    measures = []
    for place, (dimension, typed) in enumerate(described.measures, 1):
        if dimension not in dimensions:
            faults.append(Fault(f"measures.{place}.dimension", "unknown_choice", "This is not in the list.", ", ".join(sorted(dimensions))))
            continue
        try:
            measures.append((dimension, MEASUREMENT.clean(typed)))
        except BadValue as bad:
            faults.append(Fault(f"measures.{place}.value", bad.code, bad.text, bad.accepted))
    if not faults and not found and not measures:
        faults.append(Fault("words", "empty", "Nothing was asked.", "A few words, or a measure with its unit."))
    if faults:
        raise Invalid(*faults)
    return found, tuple(measures)


def keys_of(register: Register) -> tuple[Key, Key]:
    """The register's keys of words and of steps. Raises: Invalid where it is not found by words."""
    spread = [key for key in register.keys if key.spread is not None]
    if len(spread) != 2:
        raise Invalid(Fault("register", "no_words", "This register is not searched by words.", "art"))
    return spread[0], spread[1]


def _dimension(register: Register) -> Sequence[tuple[str, str]]:
    return register.field(keys_of(register)[1].country).kind.choices


async def find(desk: Desk, reader: Reader, register: Register, described: Described) -> Finding:
    """The records that are like a description. One entry in the audit, with the question sealed and what was shown.

    Raises: Refused (audited), Invalid.
    """
    await permitted(desk, reader, register, Permission.CHECK_SINGLE_ASK)
    may_ask(reader, register.number).enforce()
    asked_words, measures = read(register, described)
    asked = keys_asked(desk, register, asked_words, measures)
    async with desk.store.transaction(reader.context(Mode.CHECK)) as connection:
        records, common = await candidates(desk, connection, register, asked)
        likes = _ranked(register, records, asked_words, measures, reader)
        shown = tuple(one.shown.id for one in likes[:MOST_SHOWN])
        made = entry(
            Act.CHECK, desk.clock.now(), reader, register, rule="PUR-03", outcome=LOOK_ALIKE if likes else Outcome.NO_HIT,
            detail="by description", shown=shown, question=_question(asked_words, measures),
        )  # fmt: skip
        (entry_id,) = await desk.recorder.record(connection, made)
        others = [record for record in records if record.id in shown and record.owner != reader.authority]
        await insert_sightings(connection, [sighting(reader, record, made.at_us, entry_id) for record in others])
    led_to_none = tuple(one.word for one in asked if one.key in common and one.word)
    return Finding(tuple(likes[:MOST_SHOWN]), asked_words, led_to_none, len(likes) > MOST_SHOWN)


def _question(asked: Sequence[str], measures: Sequence[tuple[str, str]]) -> bytes:
    """The sealed question, in the shape of a check's (`plan.question_of`)."""
    parts = [("words", " ".join(asked), ""), *(("measure", value, name) for name, value in measures)]
    return msgspec.msgpack.encode((parts, "", "", False))


def keys_asked(desk: Desk, register: Register, asked_words: Sequence[str], measures: Sequence[tuple[str, str]]) -> list[Asked]:
    """The search keys of a question that was read."""
    word, step = keys_of(register)
    parts = [(piece_bytes(register.number, word.name, one), one, "") for one in asked_words]
    parts += [(piece_bytes(register.number, step.name, at, name), "", name) for name, value in measures for at in near_steps(value)]
    hashes = hasher(desk.keyring).many([part for part, _, _ in parts]).tolist()
    return [Asked(key, one, name) for key, (_, one, name) in zip(hashes, parts, strict=True)]


_RARE: Final = (
    "select a.key, l.record from unnest(%(keys)s::bigint[]) a(key) cross join lateral"
    " (select k.record from registers.search_key k where k.key = a.key and k.register = %(register)s and k.live limit %(most)s) l"
)
_ALSO: Final = (
    "select k.key, k.record from registers.search_key k"
    " where k.key = any(%(keys)s) and k.register = %(register)s and k.record = any(%(records)s) and k.live"
)


async def _led(connection: AsyncConnection, register: Register, asked: Sequence[Asked]) -> tuple[dict[UUID, set[int]], set[int]]:
    """Which records the rare keys lead to, with all the asked keys that each of them has; and the keys that are common."""
    values: dict[str, object] = {"keys": [signed(one.key) for one in asked], "register": register.number, "most": COMMON + 1}
    by_key: dict[int, set[UUID]] = {}
    for key, record in await (await connection.execute(_RARE, values)).fetchall():
        by_key.setdefault(key & 0xFFFF_FFFF_FFFF_FFFF, set()).add(record)
    common = {key for key, records in by_key.items() if len(records) > COMMON}
    if common == set(by_key):  # nothing rare was asked: some of those that the least common word has
        common = set()
    led: dict[UUID, set[int]] = {}
    for key, records in by_key.items():
        for record in records if key not in common else ():
            led.setdefault(record, set()).add(key)
    if common and led:
        rows = await connection.execute(_ALSO, {**values, "keys": [signed(key) for key in common], "records": list(led)})
        for key, record in await rows.fetchall():
            led[record].add(key & 0xFFFF_FFFF_FFFF_FFFF)
    return led, common


async def candidates(desk: Desk, connection: AsyncConnection, register: Register, asked: Sequence[Asked]) -> tuple[list[Record], set[int]]:
    """The records to compare, and the keys that are common."""
    led, common = await _led(connection, register, asked)
    likest = sorted(led, key=lambda one: (-len(led[one]), one.bytes))[:MOST_OPENED]
    return await _opened(desk, connection, register, likest), common


async def _opened(desk: Desk, connection: AsyncConnection, register: Register, wanted: Sequence[UUID]) -> list[Record]:
    """The records themselves, as far as the viewer may see them; what does not open is left out."""
    found = [await seen(desk, connection, register, record) for record in wanted]
    return [record for record in found if record is not None]


def _ranked(
    register: Register, records: Sequence[Record], asked: Sequence[str], measures: Sequence[tuple[str, str]], reader: Reader
) -> list[Like]:
    likes = []
    for record in records:
        met, agree = meets(register, record.values, asked, measures)
        if met or agree:
            share = (len(met) + len(agree)) / (len(asked) + len(measures))
            likes.append(Like(redact(register, record, reader), met, agree, share))
    return sorted(likes, key=lambda like: (-like.share, like.shown.id.bytes))


def meets(
    register: Register, values: Values | Mapping[str, str], asked: Sequence[str], measures: Sequence[tuple[str, str]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The asked words that stand in a record, and the dimensions whose measures agree. Pure."""
    word, step = keys_of(register)
    there = {piece for name in (word.field, *word.also) for (value,) in each(values, name) for piece in words(value)}
    stored = list(each(values, step.field, step.country))
    agree = [name for name, value in measures if any(dimension == name and near(value, other) for other, dimension in stored if other)]
    return tuple(one for one in asked if one in there), tuple(agree)
