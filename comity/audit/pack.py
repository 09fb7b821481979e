"""Packs: entries of one commit and one asking authority, sealed together. Pure but for the seed, the numbering and the keyring."""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Sequence
from itertools import chain
from typing import Final, Self

from psycopg import AsyncConnection

from comity.audit import store
from comity.audit.entry import Entry, EntryId, encode_heads, month_of
from comity.audit.model import Pack
from comity.engines import crypto
from comity.engines.keyring import Key, KeyName, Keyring

SEED_BYTES: Final = 16
_IDENTITY: Final = struct.Struct(">qqqhi")
_LABEL: Final = b"comity audit pack 1"


def probe(secret: bytes, identifier: bytes) -> int:
    """The keyed hash under which an identifier is found again (BLAKE2b, RFC 7693, keyed, 64 bits).

    Shapes: signed, as PostgreSQL's bigint. Cost: 0.7 us.
    """
    return int.from_bytes(hashlib.blake2b(identifier, digest_size=8, key=secret).digest(), "big", signed=True)


def identity(pack: Pack) -> bytes:
    """What makes a pack this pack: nothing sealed for it opens under another stream, number, time, authority or count."""
    return _IDENTITY.pack(pack.stream, pack.first, pack.at_us, pack.authority, pack.count)


def open_questions(pack: Pack, month: Key) -> bytes:
    """All questions of a pack, one after another.

    Raises: Tampered.
    """
    bound_to = identity(pack)
    return crypto.unseal_once(_key_of(month.secret, pack.seed, bound_to), pack.sealed, bound_to)


def entry_ids(packs: Sequence[Pack], entries: Sequence[Entry]) -> list[EntryId]:
    """The ids that `Recorder.packs` gave to these entries, in their order."""
    if len(packs) == 1:
        stream, first = packs[0].stream, packs[0].first
        return [EntryId(stream, number) for number in range(first, first + len(entries))]
    following = {pack.authority: pack.first for pack in packs}
    streams = {pack.authority: pack.stream for pack in packs}
    ids = []
    for entry in entries:
        number = following[entry.authority]
        following[entry.authority] = number + 1
        ids.append(EntryId(streams[entry.authority], number))
    return ids


class Recorder:
    """Writes the entries of one process, under a stream number that no other process has or had.

    After a commit whose end is unknown (the connection was lost in it) the process takes a new recorder, hence a new stream: the
    lost numbers may be in the database or not, and nothing is written twice under one number.
    """

    def __init__(self, keyring: Keyring, stream: int) -> None:
        self.stream: Final = stream
        self._keyring = keyring
        self._next = 1
        self._day = -1
        self._month = ""

    @classmethod
    async def start(cls, connection: AsyncConnection, keyring: Keyring) -> Self:
        """A recorder with a fresh stream."""
        return cls(keyring, await store.next_stream(connection))

    def probe(self, identifier: bytes, at_us: int) -> int:
        """The probe of an identifier under the key of that time's month. Cost: 3 us; many at once: `probe` under `probe_key`."""
        return probe(self.probe_key(at_us), identifier)

    def probe_key(self, at_us: int) -> bytes:
        """The secret of the month's probes."""
        return self._keyring.key(KeyName.AUDIT_PROBE, self._period(at_us)).secret

    def packs(self, entries: Sequence[Entry]) -> list[Pack]:
        """One pack for each asking authority, numbered on. Cost: under 2 us an entry at 64 a pack."""
        groups: dict[int, list[Entry]] = {}
        for entry in entries:
            groups.setdefault(entry.authority, []).append(entry)
        return [self._pack(authority, group) for authority, group in groups.items()]

    async def record(self, connection: AsyncConnection, *entries: Entry) -> list[EntryId]:
        """Writes entries within the caller's transaction, whatever its context: they are there if, and only if, it commits."""
        packs = self.packs(entries)
        await store.insert_packs(connection, packs)
        return entry_ids(packs, entries)

    def _pack(self, authority: int, entries: list[Entry]) -> Pack:
        base_us = entries[0].at_us
        month = self._keyring.key(KeyName.AUDIT_MONTH, self._period(base_us))
        first, count = self._next, len(entries)
        self._next = first + count
        seed = os.urandom(SEED_BYTES)
        bound_to = _IDENTITY.pack(self.stream, first, base_us, authority, count)
        sealed = crypto.seal_once(_key_of(month.secret, seed, bound_to), b"".join([entry.question for entry in entries]), bound_to)
        return Pack(
            at_us=base_us,
            stream=self.stream,
            first=first,
            authority=authority,
            count=count,
            seed=seed,
            period=month.period,
            version=month.version,
            heads=encode_heads(entries, base_us),
            sealed=sealed,
            probes=tuple(chain.from_iterable([entry.probes for entry in entries])),
        )

    def _period(self, at_us: int) -> str:
        day = at_us // 86_400_000_000
        if day != self._day:
            self._day, self._month = day, month_of(at_us)
        return self._month


def _key_of(month: bytes, seed: bytes, bound_to: bytes) -> bytes:
    """A key for one pack alone: stream and number repeat in no pack, and the seed not even in a database set back to an old copy."""
    return crypto.keyed_hash(month, _LABEL + seed + bound_to)
