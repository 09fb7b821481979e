"""Rows as the database takes them: sealed, hashed, in COPY's text form, with what they share said once."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

import msgspec

from comity.access.model import Reader
from comity.engines.crypto import Sealer, seal
from comity.engines.keyring import KeyName, Keyring
from comity.kernel.ids import AuthorityNumber, record_id
from comity.kernel.purposes import mask
from comity.kernel.records import RecordState
from comity.registers.hashing import hasher
from comity.registers.loading.checking import Header
from comity.registers.lookup import signed
from comity.registers.model import Register
from comity.registers.person_rules import shielded
from comity.registers.record import Values
from comity.registers.sealing import KEY_BYTES, WRAPPED
from comity.registers.search_keys import finder, identity_bytes

_ENCODE: Final = msgspec.json.Encoder()
_NOISE_BITS: Final = 61
_ESCAPED: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


# The facts of a head, in order; the rest of a record's header is the same for all rows of a load.
HEAD: Final = ("state", "purposes", "level", "discreet", "handling_codes", "warnings", "law", "source", "ends_at")


def unsigned(identity: int) -> int:
    """An identity as the hasher has it."""
    return identity & 0xFFFF_FFFF_FFFF_FFFF


def head_of(header: Header, *, held: bool) -> tuple[object, ...]:
    """The facts of a row that it shares with many."""
    draft = header.draft
    state = RecordState.WAITING if held else header.state
    return (
        int(state), mask(tuple(draft.purposes), shielded=shielded(draft.values)), int(draft.level), draft.discreet,
        draft.handling_codes, draft.warnings, draft.law, int(draft.source), draft.ends_at,
    )  # fmt: skip


class Writer:
    """Makes the lines of new records of one load: their ids, their sealed fields, their keys."""

    def __init__(self, keyring: Keyring, register: Register, reader: Reader) -> None:
        self._hasher = hasher(keyring)
        outer = keyring.key(KeyName.RECORD)
        self._outer = Sealer(outer.secret)
        self._version = bytes((outer.version,)).hex()
        self._register = register
        self._owner = reader.authority
        self._find = finder(register)
        self._columns = [of.name for of in register.columns]
        self._in_columns = frozenset(self._columns)
        self._identify = _identifier(register)

    def identities(self, values: Sequence[dict[str, str]]) -> list[int]:
        """The identities of rows, as the database holds them."""
        found = self._hasher.many([self._identify(one) for one in values])
        return [signed(one) for one in found.tolist()]

    def lines(
        self, values: Sequence[dict[str, str]], identities: Sequence[int], heads: Sequence[int], holds: Sequence[int], at: datetime
    ) -> str:
        """New records. `heads`, `holds`: the number of each row's head, and of why it waits (-1: it does not). Cost: 9 us a document."""
        found = [self._find(one) for one in values]
        keys = iter(self._hasher.many([key for some in found for key in some]).view("int64").tolist())
        first = record_id(AuthorityNumber(self._owner), int(at.timestamp() * 1000), 0).int | secrets.randbits(_NOISE_BITS)
        noise = os.urandom(KEY_BYTES * len(values))
        wrap, version, columns, inside, tabs = self._outer.seal, self._version, self._columns, self._in_columns, len(self._columns) - 1
        out = []
        for place, (one, identity, some, head, hold) in enumerate(zip(values, identities, found, heads, holds, strict=True)):
            where = (first + place).to_bytes(16)
            key = noise[place * KEY_BYTES : (place + 1) * KEY_BYTES]
            sealed = seal(key, _ENCODE.encode({path: value for path, value in one.items() if path not in inside}), where)
            plain = "\t".join([one.get(name, "") for name in columns])
            if "\\" in plain or "\n" in plain or "\r" in plain or plain.count("\t") != tabs:
                plain = "\t".join([one.get(name, "").translate(_ESCAPED) for name in columns])
            searched = str(next(keys)) if len(some) == 1 else ",".join(map(str, {next(keys) for _ in some}))
            out.append(
                f"{where.hex()}\t{identity}\t{head}\t{hold}\t\\\\x{sealed.hex()}\t\\\\x{version}{wrap(key, WRAPPED + where).hex()}\t"
                f"{{{searched}}}\t{plain}\n"
            )
        return "".join(out)


def _identifier(register: Register) -> Callable[[Values], bytes]:
    """`identity_bytes` of one register, made ready for many records whose identity lies in plain fields."""
    plain = [name for name in register.identity if "." not in name and not register.field(name).many and not register.field(name).parts]
    if len(plain) < len(register.identity):
        return lambda values: identity_bytes(register, values)
    start = f"{register.number}|identity|"

    def identify(values: Values) -> bytes:
        parts = [values.get(name, "") for name in plain]
        return f"{start}{'|'.join(parts)}".encode() if any(parts) else identity_bytes(register, values)

    return identify
