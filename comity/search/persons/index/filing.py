"""A record's names as documents of the index: each under the keyed hashes of its keys, with what is needed to compare it, sealed.

Both keys come from the key of the generation, which lies nowhere else: with it every document of that generation is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import blake2b
from struct import Struct
from typing import Final, NamedTuple
from uuid import UUID

from comity.engines.crypto import Sealer, keyed_hash
from comity.engines.filters.hashing import KeyHasher
from comity.engines.index import Document
from comity.names import keys
from comity.names.entities import keys as keys_of_bodies
from comity.names.entities import packing as packing_of_bodies
from comity.names.entities import read_entity
from comity.names.packing import pack
from comity.names.reading import read_name
from comity.registers.name_input import Called, Held
from comity.search.persons.index.lanes import Lane, own_lane, seen

_DAY_0: Final = date(1970, 1, 1).toordinal()
_FACTS: Final = Struct("<BBH")
_ID: Final = 16
_OWN: Final = (b"p", b"c", b"s", *keys_of_bodies.OWN)  # keys that its owner finds a record by, whatever the purpose


class Card(NamedTuple):
    """A name of a record, made ready: its keys, those of them that its owner asks, and its packed form."""

    keys: tuple[bytes, ...]
    own: tuple[bytes, ...]
    packed: bytes


class Known(NamedTuple):
    """What a document says once it is opened."""

    record: UUID
    register: int
    discreet: bool
    owner: int
    packed: bytes


def day(of: date) -> int:
    """A day as the index counts them."""
    return of.toordinal() - _DAY_0


def number_of(record: UUID) -> int:
    """A record as the index knows it: 64 bits, which tie-breaking uses too."""
    return int.from_bytes(blake2b(record.bytes, digest_size=8, person=b"comity name").digest(), "little")


def lane_of(held: Held, shut: Iterable[int]) -> Lane:
    """The common lane of a record. `shut`: audiences that keep somebody out."""
    group = held.audience if held.audience in set(shut) else 0
    return Lane(held.register, held.discreet, held.level, seen(held.purposes), group)


def cards(held: Held) -> list[Card]:
    """Its names, each once. Cost: 150 us a name, of a body 350 us; pure, so that other processes can do it."""
    made: dict[tuple[bytes, ...], Card] = {}
    card = _CARDS.get(held.about, _nobodys)
    for called in held.names:
        one = card(held, called)
        if one.keys:
            made.setdefault(one.keys, one)
    return list(made.values())


def _of_person(held: Held, called: Called) -> Card:
    name = read_name(called.text, called.language)
    found = keys.held(name, held.years, held.nationalities)
    return Card(found, tuple(filter(is_own, found)), pack(name))


def _of_body(held: Held, called: Called) -> Card:
    """In a key space of its own (`names.entities.keys`), so that no question about a person leads to it."""
    del held
    name = read_entity(called.text)
    found = keys_of_bodies.held(name)
    return Card(found, tuple(filter(is_own, found)), packing_of_bodies.pack(name))


def _nobodys(held: Held, called: Called) -> Card:
    """Of a thing, an event or a way of doing something: found by numbers alone."""
    del held, called
    return Card((), (), b"")


_CARDS: Final = {"person": _of_person, "entity": _of_body}


def is_own(key: bytes) -> bool:
    """Whether a record lies under this key in its owner's lane."""
    return key.startswith(_OWN)


class Filing:
    """Makes documents, and opens them, under one generation's key. Shapes: `secret` 32 bytes."""

    def __init__(self, secret: bytes) -> None:
        self._hasher = KeyHasher(keyed_hash(secret, b"keys"))
        self._sealer = Sealer(keyed_hash(secret, b"names"))

    def hashed(self, texts: Sequence[bytes]) -> list[int]:
        """The keys as they stand in the index."""
        return [int(one) for one in self._hasher.many(texts)]

    def documents(self, many: Sequence[tuple[Held, Lane, Sequence[Card]]]) -> list[Document]:
        """One document for each card. Cost: 15 us each."""
        flat = self._hasher.many([key for _, _, made in many for card in made for key in (*card.keys, *card.own)])
        found: list[Document] = []
        at = 0
        for held, lane, made in many:
            for card in made:
                common, own = at + len(card.keys), at + len(card.keys) + len(card.own)
                lanes = ((lane.number, flat[at:common]), (own_lane(held.register, held.owner), flat[common:own]))
                found.append(Document(number_of(held.record), lanes, self._sealed(held, card), day(held.ends_at)))
                at = own
        return found

    def _sealed(self, held: Held, card: Card) -> bytes:
        plain = _FACTS.pack(held.register, held.discreet, held.owner) + card.packed
        return held.record.bytes + self._sealer.seal(plain, held.record.bytes)

    def opened(self, kept: bytes) -> Known:
        """What a document says. Raises: Tampered."""
        record = kept[:_ID]
        plain = self._sealer.unseal(kept[_ID:], record)
        register, discreet, owner = _FACTS.unpack_from(plain)
        return Known(UUID(bytes=record), register, bool(discreet), owner, plain[_FACTS.size :])
