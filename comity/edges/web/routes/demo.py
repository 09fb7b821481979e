"""Ways in without a password: of a demonstration alone. Elsewhere this list is empty, and the service refuses the act itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from comity.access.model import Bureau, OfficerFacts, Role
from comity.access.roster import roster
from comity.app import Comity
from comity.edges.web.i18n import Language, mark
from comity.edges.web.names import ROLES
from comity.edges.web.pages.sign_in import DemoOfficer
from comity.edges.web.routes.visit import first_role

_MAY: Final = {
    Role.ANALYST: mark("Asks, and works on networks and trends"),
    Role.AUDITOR: mark("Searches the audit, sees who looked"),
    Role.CENTRE: mark("Asks for every bureau, at every hour"),
    Role.OFFICER: mark("Checks documents and vehicles"),
    Role.REGISTRAR: mark("Enters and corrects records, answers hits"),
    Role.SECURITY: mark("Issues and revokes tokens of systems"),
    Role.SPECIALIST: mark("Cleared for ballistics and hash lists"),
    Role.SUPERVISOR: mark("Releases records and protected results"),
}


@dataclass(slots=True)
class DemoOfficers:
    """The synthetic officers, read once a process."""

    comity: Comity
    found: list[tuple[Bureau, OfficerFacts]] = field(default_factory=list)

    async def for_language(self, language: Language) -> tuple[DemoOfficer, ...]:
        """First-line officers first; nobody at all where this is no demonstration."""
        if not self.comity.settings.demo:
            return ()
        if not self.found:
            bureaus = self.comity.directory.bureaus.values()
            self.found = [(bureau, one) for bureau in bureaus for one in (await roster(self.comity.means, bureau)).officers if one.active]
        return tuple(_shown(bureau, one, language.value) for bureau, one in sorted(self.found, key=_place))


def _place(found: tuple[Bureau, OfficerFacts]) -> tuple[bool, int, int]:
    bureau, officer = found
    return Role.OFFICER not in officer.roles, bureau.number, officer.number


def _shown(bureau: Bureau, officer: OfficerFacts, language: str) -> DemoOfficer:
    role = first_role(officer.roles)
    return DemoOfficer(officer.login, officer.name, ROLES[role], bureau.names.get(language) or bureau.names["en"], _MAY[role])
