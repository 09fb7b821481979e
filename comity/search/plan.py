"""From a query to search keys, as a pure function over the registers' declarations.

    document   number and issuer             every register with a key on a document number
    mrz        the zone's number and issuer  as document; valid check digits vouch for the number
    vin        the whole number (last8: its end alone)
    plate      plate and country
    engine     engine number

A document number or plate without its country is asked under every code, and the answer names the code that the record has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final

import msgspec

from comity.access.model import Reader
from comity.access.rules import may_ask
from comity.kernel.errors import Fault, Invalid, Refused
from comity.kernel.kinds.model import BadValue
from comity.registers.catalogue import DECLARED
from comity.registers.model import Key, Register
from comity.registers.search_keys import trace_bytes
from comity.search.model import Identifier, Plan, Query, Sought
from comity.search.reading import READERS, Message, Read

_ALL: Final[tuple[bytes, ...]] = ()  # the one key that there is
_QUESTION: Final = msgspec.msgpack.Encoder()


class Place(msgspec.Struct, frozen=True, gc=False):
    """Where one kind of identifier may stand: a register and one of its search keys, made ready to be asked.

    `start`: the key's bytes up to the folded value, as text. `coded`: whether a country's or issuer's code follows it.
    `through`: the register that finds it instead, where that one is asked too.
    """

    number: int
    start: str
    fold: Callable[[str], str]
    last: int
    coded: bool
    through: int = 0

    def key(self, value: str, code: str) -> bytes:
        """The bytes of the search key, as `registers.search_keys.key_bytes` gives them."""
        return f"{self.start}{self.fold(value)[-self.last :]}|{code}".encode("ascii")


def _place(register: Register, key: Key) -> Place:
    return Place(
        register.number, f"{register.number}|{key.name}|", register.field(key.field).kind.fold, key.last, bool(key.country), key.through
    )


@lru_cache(maxsize=64)
def places(key_name: str) -> tuple[Place, ...]:
    """The declared registers with a search key of that name."""
    return tuple(_place(register, key) for register in DECLARED for key in register.keys if key.name == key_name)


@lru_cache(maxsize=65536)
def _asked(reader: Reader, named: tuple[int, ...], key_names: tuple[str, ...]) -> tuple[int, ...]:
    """The registers to ask: those named, else all that hold such keys and are open to the reader.

    A register whose records another one finds by all these keys is asked where that other one is not: one notice is one hit (HIT-07).
    Raises: Refused where a named register, or every one, is closed to the reader, with the first refusal's rule.
    """
    holding = sorted({place.number for name in key_names for place in places(name)})
    wanted = [number for number in holding if not named or number in named]
    decisions = {number: may_ask(reader, number) for number in (named or wanted)}
    refusals = [decision for decision in decisions.values() if not decision.allowed]
    if refusals and (named or len(refusals) == len(decisions)):
        raise Refused(refusals[0].rule, refusals[0].sentence, refusals[0].granted_by)
    open_ = {number for number in wanted if decisions[number].allowed}
    return tuple(sorted({one.number for name in key_names for one in places(name) if one.number in open_ and one.through not in open_}))


class Planner:
    """Makes plans. `codes`: every code that a record may carry, for what is asked without a country."""

    def __init__(self, codes: Iterable[str]) -> None:
        self.codes: tuple[bytes, ...] = tuple([code.encode("ascii") for code in sorted(codes)])

    def plan(self, query: Query) -> Plan:
        """One query made ready. Raises Invalid (all bad identifiers at once) and Refused (the rule that closes a register)."""
        if query.person is not None:
            raise Invalid(Fault("person", "not_open", "Persons cannot be searched for here yet.", "Identifiers."))
        reads = _read_all(query.identifiers)
        asked = _asked(query.reader, query.registers, tuple([read.key for read in reads]))
        if not asked:
            sentence = "None of these registers holds such an identifier."
            raise Invalid(Fault("registers", "nothing_to_ask", sentence, "Leave the registers out."))
        sought: list[Sought] = []
        for read in reads:
            for place in places(read.key):
                if place.number in asked and place.through not in asked:
                    codes = self.codes if place.coded and not read.issuer else _ALL
                    key = place.key(read.value, read.issuer if place.coded else "")
                    sought.append(Sought(place.number, read.key, read.value, read.issuer, key, read.vouched, codes))
        notes = tuple([note for read in reads for note in read.notes])
        return Plan(query, tuple(sought), asked, notes, question_of(query), tuple([trace(read) for read in reads]))


def question_of(query: Query) -> bytes:
    """What is sealed into the audit entry: the identifiers as typed, the asker's reference, and a system's officer by its own name.

    Shapes: msgpack (((kind, value, issuer), ...), reference, officer of a system or empty, protected).
    """
    asked = tuple([(one.kind, one.value, one.issuer) for one in query.identifiers])
    officer = query.reader.officer_name if query.reader.system else ""
    return _QUESTION.encode((asked, query.reference, officer, query.protected))


def trace(read: Read) -> bytes:
    """The trace of one identifier, as records leave it too."""
    return trace_bytes(read.key, places(read.key)[0].fold(read.value))


def traces(identifier: Identifier) -> tuple[bytes, ...]:
    """The traces of an identifier as an auditor types it. Raises Invalid."""
    return tuple(trace(read) for read in _read_all((identifier,)))


def _read_all(identifiers: tuple[Identifier, ...]) -> list[Read]:
    reads: list[Read] = []
    faults: list[Fault] = []
    for index, identifier in enumerate(identifiers):
        try:
            reads.extend(_read(identifier))
        except BadValue as bad:
            faults.append(Fault(f"identifiers.{index}.{bad.values.get('part', 'value')}", bad.code, bad.text, bad.accepted))
    if faults:
        raise Invalid(*faults)
    if not reads:
        raise Invalid(Fault("identifiers", "empty", "Nothing was asked.", "At least one identifier."))
    return reads


def _read(identifier: Identifier) -> Iterable[Read]:
    reader = READERS.get(identifier.kind)
    if reader is None:
        accepted = ", ".join(READERS)
        raise BadValue("unknown_kind", "There is no kind of identifier of this name.", accepted, {"part": "kind"})
    return reader(identifier)


__all__ = ["Message", "Place", "Planner", "places", "trace", "traces"]
