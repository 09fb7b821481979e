"""Inbox, log, counts, tokens and who takes part, as methods of the client."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec

from comity.client.calling import Caller
from comity.client.checks import Identifier
from comity.client.endpoints import Endpoint
from comity.client.messages import Held, InboxPage, Told
from comity.client.oversight import AuditEntries, AuditEntry, AuditQuery, AuditStatus, Opened, SightingQuery, Sightings
from comity.client.people import Authority, Bureau, Health
from comity.client.statistics import Statistics
from comity.client.tokens import IssuedToken, System, Token
from comity.client.transport import Call


class Overseeing(Caller):
    """Inbox, log, counts, tokens and who takes part."""

    # Inbox ------------------------------------------------------------------------------------------------------------

    def inbox(self, after: str = "") -> InboxPage:
        """Who met your records, newest first."""
        return self._ask(Call(Endpoint.INBOX, query={"after": after}), InboxPage)

    def open_message(self, message: UUID | str) -> Told:
        """One entry, which counts as read from then on."""
        return self._ask(Call(Endpoint.INBOX_OPEN, {"message": message}), Told)

    def held(self) -> tuple[Held, ...]:
        """Protected results of your bureau whose owners know nothing yet."""
        return self._list(Call(Endpoint.HELD), Held)

    def release_held(self, message: UUID | str, reason: str) -> None:
        """Tells the owner after all."""
        self._transport.send(Call(Endpoint.HELD_RELEASE, {"message": message}, body={"reason": reason}))

    # Oversight --------------------------------------------------------------------------------------------------------

    def sightings(self, wanted: SightingQuery) -> Sightings:
        """Who looked at your data."""
        return self._ask(Call(Endpoint.SIGHTINGS, query=msgspec.to_builtins(wanted)), Sightings)

    def audit_entries(self, wanted: AuditQuery) -> AuditEntries:
        """Entries of your authority's log, newest first."""
        return self._ask(Call(Endpoint.AUDIT_ENTRIES, query=msgspec.to_builtins(wanted)), AuditEntries)

    def who_asked(self, identifier: Identifier, basis: str, since: str = "", until: str = "") -> tuple[AuditEntry, ...]:
        """The entries that asked about something."""
        body = {"identifier": identifier, "basis": basis, **{k: v for k, v in (("since", since), ("until", until)) if v}}
        return self._list(Call(Endpoint.AUDIT_WHO_ASKED, body=body, repeatable=False), AuditEntry)

    def open_entry(self, entry: str, basis: str) -> Opened:
        """What was asked. The opening is an entry of its own."""
        return self._ask(Call(Endpoint.AUDIT_OPEN, {"entry": entry}, body={"basis": basis}, repeatable=False), Opened)

    def audit_status(self) -> AuditStatus:
        """How far the log is, and its last signed checkpoint."""
        return self._ask(Call(Endpoint.AUDIT_STATUS), AuditStatus)

    # Counts -----------------------------------------------------------------------------------------------------------

    def statistics(
        self, *, others: bool = False, register: str = "", owner: str = "", purpose: str = "", months: int = 12, last: str = ""
    ) -> Statistics:
        """Counts of your authority's records and checks by month, or of others' records as far as they are published."""
        query = {"of": "others" if others else "own", "register": register, "owner": owner, "purpose": purpose, "months": months}
        return self._ask(Call(Endpoint.STATISTICS, query=query | {"last": last}), Statistics)

    # Tokens and who takes part ----------------------------------------------------------------------------------------

    def tokens(self) -> tuple[Token, ...]:
        """The tokens of your bureau."""
        return self._list(Call(Endpoint.TOKENS), Token)

    def issue_token(self, system: int, registers: Iterable[str], purposes: Iterable[str], days: int, *, loads: bool = False) -> IssuedToken:
        """A token for a system of your bureau. Its text is shown once. `loads`: it may also hand in files of records of these registers."""
        body = {"system": system, "registers": tuple(registers), "purposes": tuple(purposes), "days": days, "loads": loads}
        return self._ask(Call(Endpoint.TOKEN_ISSUE, body=body), IssuedToken)

    def revoke_token(self, number: int) -> None:
        """Revokes a token."""
        self._transport.send(Call(Endpoint.TOKEN_REVOKE, {"number": number}))

    def systems(self) -> tuple[System, ...]:
        """The national systems of your bureau."""
        return self._list(Call(Endpoint.SYSTEMS), System)

    def authorities(self) -> tuple[Authority, ...]:
        """The owners of data."""
        return self._list(Call(Endpoint.AUTHORITIES), Authority)

    def bureaus(self) -> tuple[Bureau, ...]:
        """Their bureaus."""
        return self._list(Call(Endpoint.BUREAUS), Bureau)

    def health(self) -> Health:
        """Whether the service and its database answer. Needs no sign-in."""
        return self._ask(Call(Endpoint.HEALTH), Health)

    def problem_type(self, name: str) -> str:
        """What a type of problem means, in a sentence."""
        return self._ask(Call(Endpoint.PROBLEM_TYPE, {"name": name.rpartition("/")[2]}), dict[str, str])["sentence"]

    def openapi(self) -> dict[str, Any]:
        """The description of the API."""
        return self._ask(Call(Endpoint.OPENAPI), dict[str, Any])
