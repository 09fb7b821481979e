"""From the wire to a query: who asks, and what. Everything that is wrong is said at once, by field."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NoReturn

from comity.access.entries import Actor, Means, enforce
from comity.access.model import Decision, Reader, TokenFacts
from comity.access.tokens import reader_for_token
from comity.edges.api.wire import BatchIn, BatchItem, CheckIn, IdentifierIn
from comity.edges.api.wire_persons import asked_of
from comity.kernel.errors import Fault, Invalid, Refused
from comity.kernel.purposes import BY_CODE, Purpose
from comity.registers.catalogue import BY_NAME
from comity.search.model import Identifier, Query

_PURPOSES: Final = ", ".join(BY_CODE)


def purpose_of(code: str) -> Purpose:
    """The purpose of that code. Raises Invalid: it is chosen by the user and never guessed (PUR-01)."""
    if code not in BY_CODE:
        sentence = "There is no such purpose." if code else "State the purpose: it is never guessed."
        raise Invalid(Fault("purpose", "purpose_unknown" if code else "purpose_required", sentence, _PURPOSES))
    return BY_CODE[code]


def registers_of(names: tuple[str, ...]) -> tuple[int, ...]:
    """Register numbers for names. Raises Invalid with every unknown one."""
    unknown = [place for place, name in enumerate(names) if name not in BY_NAME]
    if unknown:
        accepted = ", ".join(BY_NAME)
        raise Invalid(*(Fault(f"registers.{place}", "unknown_register", "There is no such register here.", accepted) for place in unknown))
    return tuple(sorted({BY_NAME[name].number for name in names}))


class _Facts:
    """Token facts by identity: they hold a dictionary, so they have no hash of their own."""

    __slots__ = ("facts",)

    def __init__(self, facts: TokenFacts) -> None:
        self.facts = facts

    def __hash__(self) -> int:
        return id(self.facts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Facts) and other.facts is self.facts


@lru_cache(maxsize=10_000)
def _reader(facts: _Facts, officer: str, unit: str, purpose: Purpose) -> Reader:
    return reader_for_token(facts.facts, officer, unit, purpose)


def reader_of_system(facts: TokenFacts, officer: str, unit: str, purpose: str) -> Reader:
    """The reader of a system's check. Raises Invalid (purpose) and Refused (officer, unit or purpose outside the token's scope)."""
    return _reader(_Facts(facts), officer, unit, purpose_of(purpose))


def identifier_of(given: IdentifierIn) -> Identifier:
    """One identifier, as typed; what is wrong with it is said by the plan."""
    return Identifier(given.kind, given.value, given.issuer)


def query_of_system(facts: TokenFacts, asked: CheckIn) -> Query:
    """A system's check. Raises Invalid, Refused."""
    return query_of(reader_of_system(facts, asked.officer, asked.unit, asked.purpose), asked)


def of_token(facts: TokenFacts) -> Actor:
    """A system as an actor, while officer, unit and purpose are not understood yet."""
    return Actor(facts.authority, facts.bureau, system=facts.system)


async def refused(means: Means, actor: Actor, refusal: Refused, what: str) -> NoReturn:
    """A refusal met before any service was asked: an entry like theirs, durable before it is told. Raises: Refused."""
    await enforce(means, actor, Decision(False, refusal.rule, refusal.sentence, refusal.granted_by), what)
    raise refusal


def query_of(reader: Reader, asked: CheckIn) -> Query:
    """A check of a reader that is known already. Raises Invalid."""
    registers = registers_of(asked.registers) if asked.registers else ()
    return _query(reader, registers, asked, protected=asked.protected)


def queries_of(reader: Reader, asked: BatchIn) -> list[Query]:
    """The checks of a batch. Raises Invalid."""
    registers = registers_of(asked.registers) if asked.registers else ()
    return [_query(reader, registers, item, protected=asked.protected) for item in asked.checks]


def _query(reader: Reader, registers: tuple[int, ...], asked: CheckIn | BatchItem, *, protected: bool) -> Query:
    return Query(reader, tuple(map(identifier_of, asked.identifiers)), registers, protected, asked.reference, asked_of(asked.person))
