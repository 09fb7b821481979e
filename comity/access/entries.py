"""Audit entries of access itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from comity.access.model import Decision, Reader, Session
from comity.access.settings import AccessSettings
from comity.audit import Act, Entry, Recorder
from comity.engines.clock import Clock
from comity.engines.keyring import Keyring
from comity.engines.store import NOBODY, Store
from comity.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Means:
    """What the services of access work with; plugged together in one place."""

    store: Store
    keyring: Keyring
    clock: Clock
    recorder: Recorder
    settings: AccessSettings


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as far as it is known: of somebody who fails to sign in, perhaps nothing."""

    authority: int = 0
    bureau: int = 0
    unit: int = 0
    officer: int = 0
    system: int = 0
    purpose: int = 0


UNKNOWN = Actor()


def of_reader(reader: Reader) -> Actor:
    """A reader as an actor."""
    return Actor(reader.authority, reader.bureau, reader.unit, reader.officer, reader.system, int(reader.purpose))


def of_session(session: Session) -> Actor:
    """A signed-in officer as an actor, whether or not unit and purpose are chosen yet."""
    unit = session.unit.number if session.unit else 0
    return Actor(session.authority, session.bureau, unit, session.officer, 0, int(session.purpose or 0))


def entry(
    act: Act, at: datetime, actor: Actor, decision: Decision, detail: str, *, question: bytes = b"", registers: tuple[int, ...] = ()
) -> Entry:
    """One entry. `detail` holds no personal data; what was typed goes into `question`, which is sealed."""
    return Entry(
        act=act,
        at_us=int(at.timestamp() * 1_000_000),
        authority=actor.authority,
        bureau=actor.bureau,
        unit=actor.unit,
        officer=actor.officer,
        system=actor.system,
        purpose=actor.purpose,
        registers=registers,
        outcome=int(decision.allowed),
        rule=decision.rule,
        shown=(),
        detail=detail,
        question=question,
        probes=(),
    )


async def enforce(means: Means, actor: Actor, decision: Decision, detail: str) -> None:
    """Returns where the decision allows. Else the refusal is durable before it is told.

    Raises: Refused, with the decision's rule.
    """
    if decision.allowed:
        return
    async with means.store.transaction(NOBODY) as connection:
        await means.recorder.record(connection, entry(Act.REFUSAL, means.clock.now(), actor, decision, detail))
    raise Refused(decision.rule, decision.sentence, decision.granted_by)
