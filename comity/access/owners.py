"""An owner's restriction over all its records, for the edges: each call is one transaction with its entry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from comity.access.entries import Means, enforce, entry, of_reader
from comity.access.model import Audience, AuthorityKind, Permission, Reader
from comity.access.restrictions import restrict_all, restriction_of
from comity.access.rules import may
from comity.audit import Act
from comity.engines.store import Mode


@dataclass(frozen=True, slots=True)
class Owners:
    """What the edges call."""

    means: Means

    async def restriction(self, reader: Reader) -> Audience:
        """Whom the reader's authority keeps from all its records. Raises: Refused (audited)."""
        decision = may(reader, Permission.REGISTER_OWNER_RESTRICT)
        await enforce(self.means, of_reader(reader), decision, "restriction of all records")
        async with self.means.store.transaction(reader.context(Mode.OWN)) as connection:
            restriction = await restriction_of(connection, reader)
            note = entry(Act.READ, self.means.clock.now(), of_reader(reader), decision, "restriction of all records")
            await self.means.recorder.record(connection, note)
        return restriction

    async def restrict(self, reader: Reader, denied_authorities: Iterable[int], denied_kinds: Iterable[AuthorityKind]) -> Audience:
        """Keeps these from all records of the reader's authority, at once; nobody named lifts it (OWN-03).

        Raises: Refused (audited), Invalid for an authority that is not there, or is the owner.
        """
        decision = may(reader, Permission.REGISTER_OWNER_RESTRICT)
        await enforce(self.means, of_reader(reader), decision, "all records")
        async with self.means.store.transaction(reader.context(Mode.OWN)) as connection:
            await restrict_all(self.means, connection, reader, denied_authorities, denied_kinds)
            return await restriction_of(connection, reader)
