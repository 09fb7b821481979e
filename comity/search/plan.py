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
from comity.names.model import Name
from comity.registers.catalogue import DECLARED
from comity.registers.model import Key, Register
from comity.registers.search_keys import trace_bytes
from comity.search.bodies.rules import may_be_body, with_bodies
from comity.search.model import Identifier, Query, Sought
from comity.search.persons.countries import Countries
from comity.search.persons.facts import registers_with_persons
from comity.search.persons.model import PersonAsked
from comity.search.persons.reading import PersonRead, read_person
from comity.search.persons.rules import may_search
from comity.search.planned import Plan
from comity.search.reading import READERS, Message, Read
from comity.search.shielding import SHIELDED, of_refugee

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


def _asked_of_person(reader: Reader, named: tuple[int, ...]) -> tuple[int, ...]:
    """The registers to ask for a person: those with names of persons, among those named, that are open to the reader.

    Raises: Refused (PUR-07, or the rule that closes them all); Invalid where none of those named has names.
    """
    may_search(reader.purpose).enforce()
    wanted = [number for number in registers_with_persons() if not named or number in named]
    if not wanted:
        raise Invalid(Fault("registers", "nothing_to_ask", "None of these registers has names of persons.", "Leave the registers out."))
    decisions = [may_ask(reader, number) for number in wanted]
    if not any(decision.allowed for decision in decisions):
        decisions[0].enforce()
    return tuple(number for number, decision in zip(wanted, decisions, strict=True) if decision.allowed)


def _of_bodies(query: Query, person: PersonRead, of_person: tuple[int, ...]) -> tuple[int, ...]:
    """The registers to ask for an organisation of that name."""
    return with_bodies(of_person) if may_be_body(person.asked, query.identifiers, person.facts.nationalities) else ()


class Planner:
    """Makes plans. `codes`: every code that a record may carry, for what is asked without a country. `countries`: as people type them."""

    def __init__(self, codes: Iterable[str], countries: Countries | None = None) -> None:
        self.codes: tuple[bytes, ...] = tuple([code.encode("ascii") for code in sorted(codes)])
        self.countries = countries or Countries()

    def plan(self, query: Query) -> Plan:
        """One query made ready; a refugee's is protected (HIT-12).

        Raises Invalid (all bad fields at once) and Refused (the rule that closes a register).
        """
        shields = not query.protected and of_refugee(query.identifiers, query.person, self.countries)
        query = msgspec.structs.replace(query, protected=True) if shields else query
        reads, person = self._read(query)
        asked = _asked(query.reader, query.registers, tuple([read.key for read in reads])) if reads else ()
        if not asked and (query.identifiers or not person):
            sentence = "None of these registers holds such an identifier."
            raise Invalid(Fault("registers", "nothing_to_ask", sentence, "Leave the registers out."))
        of_person = _asked_of_person(query.reader, query.registers) if person else ()
        sought: list[Sought] = []
        for read in reads:
            for place in places(read.key):
                if place.number in asked and place.through not in asked:
                    codes = self.codes if place.coded and not read.issuer else _ALL
                    key = place.key(read.value, read.issuer if place.coded else "")
                    sought.append(Sought(place.number, read.key, read.value, read.issuer, key, read.vouched, codes))
        notes = tuple([note for read in reads for note in read.notes]) + (((SHIELDED, {}),) if shields else ())
        traces = tuple([trace(read) for read in reads]) + ((trace_of_name(person.name),) if person else ())
        all_asked = tuple(sorted({*asked, *of_person})) if of_person else asked
        of_bodies = _of_bodies(query, person, of_person) if person and query.bodies else ()
        return Plan(query, tuple(sought), all_asked, notes, question_of(query), traces, (), person, of_person, of_bodies)

    def _read(self, query: Query) -> tuple[list[Read], PersonRead | None]:
        """Identifiers and person, the person's document among the identifiers. Raises: Invalid with what is wrong with either."""
        if query.person is None:
            return _read_all(query.identifiers), None
        faults: list[Fault] = []
        reads: list[Read] = []
        person: PersonRead | None = None
        try:
            reads = _read_all(query.identifiers) if query.identifiers else []
        except Invalid as invalid:
            faults += invalid.faults
        try:
            person = read_person(query.person, self.countries)
        except Invalid as invalid:
            faults += invalid.faults
        if faults:
            raise Invalid(*faults)
        return [*reads, *(read for read in (person.read if person else ()) if read not in reads)], person


def question_of(query: Query) -> bytes:
    """What is sealed into the audit entry: the identifiers as typed, the asker's reference, and a system's officer by its own name.

    Shapes: msgpack (((kind, value, issuer), ...), reference, officer of a system or empty, protected). What was asked of a person stands
    there field by field, as `person.born`.
    """
    asked = tuple([(one.kind, one.value, one.issuer) for one in query.identifiers])
    if query.person is not None:
        asked += tuple([(f"person.{name}", value, "") for name, value in query.person.parts()])
    officer = query.reader.officer_name if query.reader.system else ""
    return _QUESTION.encode((asked, query.reference, officer, query.protected))


def trace(read: Read) -> bytes:
    """The trace of one identifier, as records leave it too."""
    return trace_bytes(read.key, places(read.key)[0].fold(read.value))


def trace_of_name(name: Name) -> bytes:
    """The trace of a name: its words in their usual spelling, in any order."""
    return b"name|" + " ".join(sorted(word.forms[0] if word.forms else word.text for word in name.words)).encode()


def traces(identifier: Identifier) -> tuple[bytes, ...]:
    """The traces of an identifier as an auditor types it; of the kind `person`, those of a name. Raises Invalid."""
    if identifier.kind == "person":
        return (trace_of_name(read_person(PersonAsked(identifier.value), Countries()).name),)
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
