"""Sessions of officers: read at every request, so that a withdrawn right holds from the next one on (ACC-04)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from comity.access import credentials, store
from comity.access.entries import Means, enforce, entry, of_session
from comity.access.model import Decision, Reader, Session, Unit
from comity.access.permissions import ANY_REGISTER
from comity.access.rules import may_choose, purposes_for
from comity.audit import Act
from comity.engines.keyring import KeyName
from comity.engines.store import NOBODY
from comity.kernel.errors import Absent, Refused
from comity.kernel.purposes import Purpose

# The bureau's scope for its own officers. Narrower ones come with agreements of national entities.
_SCOPE: Final = frozenset(int(number) for number in ANY_REGISTER)

NO_PURPOSE: Final = Decision(False, "PUR-01", "Choose the purpose first: it is never guessed.")
NO_UNIT: Final = Decision(False, "ACC-08", "Choose the unit at which you work first.")
_SIGNED_OUT: Final = Decision(True, "ACC-08", "Signed out.")


def purposes_open(session: Session) -> tuple[Purpose, ...]:
    """The purposes that this officer may choose at the chosen unit; none without a unit."""
    return purposes_for(session.roles, session.unit.kind) if session.unit else ()


def reader_of(session: Session) -> Reader:
    """The session as a reader.

    Raises: Refused, while unit (ACC-08) or purpose (PUR-01) are not chosen, or the purpose is no longer open to the officer.
    """
    if session.unit is None:
        raise _refused(NO_UNIT)
    if session.purpose is None:
        raise _refused(NO_PURPOSE)
    may_choose(session.roles, session.unit.kind, session.purpose).enforce()
    return Reader(
        authority=session.authority,
        kind=session.kind,
        bureau=session.bureau,
        unit=session.unit.number,
        unit_kind=session.unit.kind,
        officer=session.officer,
        officer_name=session.officer_name,
        system=0,
        roles=session.roles,
        clearance=session.clearance,
        purpose=session.purpose,
        registers=_SCOPE,
    )


def _refused(decision: Decision) -> Refused:
    return Refused(decision.rule, decision.sentence, decision.granted_by)


@dataclass(frozen=True, slots=True)
class Sessions:
    """What the edges do with sessions."""

    means: Means

    async def of(self, token: str) -> Session | None:
        """The session of a cookie's token, as it stands now. None where it ended, idled, or its officer lost the right to it.

        Cost: one round trip. Raises: Unavailable.
        """
        session_hash = credentials.hash_of(self.means.keyring, KeyName.SESSION, token)
        if session_hash is None:
            return None
        async with self.means.store.transaction(NOBODY) as connection:
            return await store.session_by_hash(connection, session_hash, self.means.clock.now(), self.means.settings.session_idle)

    async def choose_unit(self, session: Session, unit: int) -> Session:
        """Works at another unit from now on. The purpose is to be chosen anew, never carried over.

        Raises: Absent, where the officer is not posted there.
        """
        chosen = next((one for one in session.units if one.number == unit), None)
        if chosen is None:
            raise Absent("There is no such unit among yours.")
        return await self._chosen(session, chosen, None)

    async def choose_purpose(self, session: Session, purpose: Purpose) -> Session:
        """Works for this purpose from now on.

        Raises: Refused (audited), where no unit is chosen or the purpose is not open there.
        """
        actor = of_session(session)
        if session.unit is None:
            raise _refused(NO_UNIT)
        await enforce(self.means, actor, may_choose(session.roles, session.unit.kind, purpose), f"purpose {purpose.code}")
        return await self._chosen(session, session.unit, purpose)

    async def _chosen(self, session: Session, unit: Unit, purpose: Purpose | None) -> Session:
        async with self.means.store.transaction(NOBODY) as connection:
            if not await store.choose(connection, session.id, unit.number, int(purpose) if purpose else None):
                raise Absent("The session has ended.")
        return replace(session, unit=unit, purpose=purpose)

    async def sign_out(self, session: Session) -> None:
        """Ends this session. Ending an ended one does nothing."""
        now = self.means.clock.now()
        async with self.means.store.transaction(NOBODY) as connection:
            if await store.end_session(connection, session.id, now):
                await self.means.recorder.record(connection, entry(Act.SIGN_OUT, now, of_session(session), _SIGNED_OUT, "this session"))

    async def sign_out_everywhere(self, session: Session) -> int:
        """Ends every session of this officer; gives how many there were."""
        now = self.means.clock.now()
        async with self.means.store.transaction(NOBODY) as connection:
            ended = await store.end_sessions(connection, session.officer, now)
            await self.means.recorder.record(
                connection, entry(Act.SIGN_OUT, now, of_session(session), _SIGNED_OUT, f"all {ended} sessions")
            )
        return ended
