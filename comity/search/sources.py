"""Others that are asked beside the local store: another bureau's own system, later an offline pack.

A source has a deadline and gives, for each register it was asked about, *answer* or *no answer (why)*. It never raises, and
its silence is never a *no hit* (HIT-16).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final, Protocol

import httpx
import msgspec

from comity.kernel.results import Answer, Grade, Hit, Outcome
from comity.search.model import Identifier, Query

LOCAL: Final = "local"
DEADLINE_S: Final = 2.0  # an officer at a counter waits no longer for somebody else's system; a setting per source


class Source(Protocol):
    """Somebody else who may know. `covers` says which registers it is to be asked about for this query, by name."""

    @property
    def name(self) -> str:
        """What answers call it."""

    def covers(self, query: Query) -> tuple[str, ...]:
        """Names of its registers that may know of what is asked; empty where it need not be asked."""

    async def ask(self, query: Query, registers: tuple[str, ...]) -> tuple[Answer, ...]:
        """One answer a register. Raises nothing: what goes wrong is *no answer* with its reason."""


class _RemoteHit(msgspec.Struct, frozen=True):
    record: str
    register: str
    grade: str
    sentence: str
    owner: str
    level: int
    warnings: tuple[str, ...] = ()
    first_step: tuple[str, ...] = ()
    confirm: str = ""
    facts: dict[str, str] = {}


class _RemoteAnswer(msgspec.Struct, frozen=True):
    register: str
    outcome: str
    hits: tuple[_RemoteHit, ...] = ()
    why: str = ""


class _RemoteResult(msgspec.Struct, frozen=True):
    answers: tuple[_RemoteAnswer, ...]


_DECODER: Final = msgspec.json.Decoder(_RemoteResult)


@dataclass(frozen=True, slots=True)
class RemoteSource:
    """Another installation that speaks the same check API. Asked where a document or plate names one of its issuers.

    `issuers`: issuing codes whose own register this source is. `token`: what that installation gave us. `deadline_s`: for all of it.
    """

    name: str
    address: str
    issuers: frozenset[str]
    registers: tuple[str, ...]
    token: str
    client: httpx.AsyncClient
    deadline_s: float = DEADLINE_S

    def covers(self, query: Query) -> tuple[str, ...]:
        """Its registers where the query names one of its issuers, else none: nobody is asked who cannot know."""
        return self.registers if any(identifier.issuer in self.issuers for identifier in query.identifiers) else ()

    async def ask(self, query: Query, registers: tuple[str, ...]) -> tuple[Answer, ...]:
        """One request within the deadline; whatever goes wrong is *no answer* with its reason."""
        try:
            async with asyncio.timeout(self.deadline_s):
                reply = await self.client.post(self.address, json=self._body(query, registers), headers=self._headers())
        except TimeoutError:
            return self._silent(registers, "It did not answer in time.")
        except (httpx.HTTPError, httpx.InvalidURL):
            return self._silent(registers, "It cannot be reached.")
        if reply.status_code != httpx.codes.OK:
            return self._silent(registers, "It refused the question.")
        try:
            return self._read(_DECODER.decode(reply.content), registers)
        except (msgspec.MsgspecError, KeyError, ValueError):
            return self._silent(registers, "Its answer cannot be understood.")

    def _headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"}

    @staticmethod
    def _body(query: Query, registers: tuple[str, ...]) -> dict[str, object]:
        return {
            "purpose": query.reader.purpose.code,
            "identifiers": [msgspec.to_builtins(identifier) for identifier in query.identifiers],
            "registers": list(registers),
            "unit": query.reader.unit,
            "officer": query.reader.officer_name if query.reader.system else str(query.reader.officer),
            "protected": query.protected,
        }

    def _silent(self, registers: tuple[str, ...], why: str) -> tuple[Answer, ...]:
        return tuple(Answer(self.name, register, Outcome.NO_ANSWER, why=why) for register in registers)

    def _read(self, result: _RemoteResult, registers: tuple[str, ...]) -> tuple[Answer, ...]:
        """Its answers under its name; a register that it left out has not answered."""
        given = {answer.register: answer for answer in result.answers}
        return tuple(
            Answer(self.name, name, Outcome[given[name].outcome.upper()], tuple(map(_hit, given[name].hits)), given[name].why)
            if name in given
            else self._silent((name,), "It said nothing about this register.")[0]
            for name in registers
        )


def _hit(remote: _RemoteHit) -> Hit:
    return Hit(
        record=remote.record,
        register=remote.register,
        grade=Grade(remote.grade),
        sentence=(remote.sentence, {}),
        owner=remote.owner,
        level=remote.level,
        warnings=remote.warnings,
        first_step=remote.first_step,
        confirm=(remote.confirm, {}),
        facts=remote.facts,
    )


async def ask_all(sources: tuple[Source, ...], query: Query) -> tuple[Answer, ...]:
    """All sources that cover the query, side by side; the slowest deadline bounds the wait."""
    asked = [(source, registers) for source in sources if (registers := source.covers(query))]
    answers = await asyncio.gather(*(source.ask(query, registers) for source, registers in asked))
    return tuple(answer for group in answers for answer in group)


__all__ = ["DEADLINE_S", "LOCAL", "Identifier", "RemoteSource", "Source", "ask_all"]
