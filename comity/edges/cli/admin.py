"""`comity admin`: builds up the organisation before anybody can sign in. Runs on the machine itself; each change is in the audit."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

from cyclopts import Parameter

from comity.edges.cli import installation
from comity.edges.cli.asking import asked_twice
from comity.edges.cli.installation import Named
from comity.edges.cli.sentences import Stopped
from comity.edges.cli.terminal import note, say, table

if TYPE_CHECKING:
    from comity.access.administration import Administration
    from comity.access.entries import Means
    from comity.access.model import Bureau, Role
    from comity.access.roster import Roster
    from comity.app import Directory
    from comity.kernel.levels import Level

T = TypeVar("T")
E = TypeVar("E", bound=IntEnum)
Names = Annotated[list[str], Parameter(name="--name", help="A name, such as `Arvenia` or `ar=...`; once for each language.", negative="")]
Roles = Annotated[list[str], Parameter(name="--role", help="A role; once for each.", negative="")]
Clearance = Annotated[str, Parameter(help="official, restricted or confidential.")]


@dataclass(frozen=True, slots=True)
class Office:
    """What the commands work with."""

    administration: Administration
    means: Means
    directory: Directory

    def authority(self, code: str) -> int:
        """The number of an authority. Raises: Stopped."""
        for one in self.directory.authorities.values():
            if one.code == code.upper():
                return one.number
        known = ", ".join(one.code for one in self.directory.authorities.values())
        raise Stopped(f"There is no authority {code!r}.", f"Authorities: {known or 'none yet'}.")

    def bureau(self, code: str) -> Bureau:
        """A bureau by its code. Raises: Stopped."""
        for one in self.directory.bureaus.values():
            if one.code.upper() == code.upper():
                return one
        known = ", ".join(one.code for one in self.directory.bureaus.values())
        raise Stopped(f"There is no bureau {code!r}.", f"Bureaus: {known or 'none yet'}.")

    async def roster(self, code: str) -> Roster:
        """All of one bureau. Raises: Stopped."""
        from comity.access.roster import roster

        return await roster(self.means, self.bureau(code))


def _in_office(of: str, task: Callable[[Office], Awaitable[T]]) -> T:
    with installation.database(of) as dsns:
        return asyncio.run(_worked(dsns.app, of, task))


async def _worked(dsn: str, of: str, task: Callable[[Office], Awaitable[T]]) -> T:
    from comity.access.administration import Administration
    from comity.access.entries import Means
    from comity.access.settings import AccessSettings
    from comity.app import directory_of
    from comity.audit import Recorder
    from comity.engines.clock import SystemClock
    from comity.engines.store import NOBODY, Store

    keyring = installation.keyring(of)
    store = await Store.open(dsn, size=2)
    try:
        async with store.transaction(NOBODY) as connection:
            recorder = await Recorder.start(connection, keyring)
        means = Means(store, keyring, SystemClock(), recorder, AccessSettings())
        return await task(Office(Administration(means), means, await directory_of(store)))
    finally:
        await store.close()


def authority_add(
    number: Annotated[int, Parameter(help="1 to 4095, yours for ever.")],
    code: Annotated[str, Parameter(help="Three letters, such as XAR.")],
    *,
    name: Names,
    kind: Annotated[str, Parameter(help="country, entity or secretariat.")] = "country",
    issues: Annotated[
        list[str] | None, Parameter(help="An issuing code of travel documents it writes for; once for each.", negative="")
    ] = None,
    of: Named = "",
) -> int:
    """Enters an authority."""
    from comity.access.model import AuthorityKind

    of_kind, names = _one_of(AuthorityKind, kind), _names(name)
    _in_office(of, lambda office: office.administration.add_authority(number, code.upper(), of_kind, names, issues or ()))
    say(f"Authority {code.upper()} has number {number}.")
    note("Serving processes read the directory at their start: restart them.")
    return 0


def authority_list(*, of: Named = "") -> int:
    """Lists the authorities."""
    directory = _in_office(of, _directory)
    rows = [(one.number, one.code, one.kind.code, _name(one.names)) for one in directory.authorities.values()]
    table(("number", "code", "kind", "name"), rows, "There is no authority yet.")
    return 0


async def _directory(office: Office) -> Directory:
    return office.directory


def bureau_add(authority: str, code: str, *, name: Names, of: Named = "") -> int:
    """Enters the bureau of an authority."""
    names = _names(name)
    made = _in_office(of, lambda office: office.administration.add_bureau(office.authority(authority), code.upper(), names))
    say(f"Bureau {made.code} has number {made.number}.")
    note("Serving processes read the directory at their start: restart them.")
    return 0


def bureau_list(*, of: Named = "") -> int:
    """Lists the bureaus."""
    directory = _in_office(of, _directory)
    codes = {number: one.code for number, one in directory.authorities.items()}
    rows = [(one.number, one.code, codes.get(one.authority, ""), _name(one.names)) for one in directory.bureaus.values()]
    table(("number", "code", "authority", "name"), rows, "There is no bureau yet.")
    return 0


def unit_add(
    bureau: str,
    code: str,
    *,
    name: Names,
    kind: Annotated[str, Parameter(help="border_post, airport, port, desk, police_station, duty_desk or command_centre.")],
    of: Named = "",
) -> int:
    """Enters a place of a bureau. Its kind decides which purposes may be chosen there."""
    from comity.access.model import UnitKind

    of_kind, names = _one_of(UnitKind, kind), _names(name)
    made = _in_office(of, lambda office: office.administration.add_unit(office.bureau(bureau), of_kind, code.upper(), names))
    say(f"Unit {made.code} has number {made.number}.")
    return 0


def unit_list(bureau: str, *, of: Named = "") -> int:
    """Lists the places of a bureau."""
    roster = _in_office(of, lambda office: office.roster(bureau))
    rows = [(one.number, one.code, one.kind.code, _name(one.names)) for one in roster.units]
    table(("number", "code", "kind", "name"), rows, "The bureau has no unit yet.")
    return 0


def officer_add(
    bureau: str,
    login: str,
    *,
    name: Annotated[str, Parameter(help="The person's name: rights are individual.")],
    role: Roles,
    unit: Annotated[list[str], Parameter(help="Code of a unit of the bureau; once for each.", negative="")],
    clearance: Clearance = "official",
    nationality: Annotated[list[str] | None, Parameter(help="Issuing code, of a reviewer; once for each.", negative="")] = None,
    sent_by: Annotated[str, Parameter(help="Code of the authority that sent the officer to the secretariat.")] = "",
    desk: Annotated[Literal["legal", "police"] | None, Parameter(help="Desk of the secretariat for which the officer reviews.")] = None,
    of: Named = "",
) -> int:
    """Enters an officer. The password is asked, never an argument; the secret of the codes is shown once."""
    from comity.access.administration import NewOfficer
    from comity.access.totp import SEED_BYTES, uri

    seed = secrets.token_bytes(SEED_BYTES)
    roles, level = _roles(role), _level(clearance)
    password = asked_twice("Password of the officer, at least 12 characters")

    async def entered(office: Office) -> tuple[int, str]:
        posts = {one.code.upper(): one.number for one in (await office.roster(bureau)).units}
        units = tuple(_picked(posts, code, "unit") for code in unit)
        senders = {one.code: one.number for one in office.directory.authorities.values()}
        sender = _picked(senders, sent_by, "authority") if sent_by else None
        side = {"legal": 1, "police": 2}[desk] if desk else None
        nations = tuple(code.upper() for code in nationality or ())
        officer = NewOfficer(login, name, roles, level, password, seed, units, nations, sender, side)
        number = await office.administration.add_officer(office.bureau(bureau), officer)
        return number, office.directory.organisation_name

    number, organisation = _in_office(of, entered)
    say(f"Officer {login} has number {number}. Give the officer this address for an authenticator app; it is shown once:")
    say(uri(seed, login, organisation))
    return 0


def officer_list(bureau: str, *, of: Named = "") -> int:
    """Lists the officers of a bureau."""
    roster = _in_office(of, lambda office: office.roster(bureau))
    rows = [(one.number, one.login, one.name, _words(one.roles), one.clearance.name.lower(), _state(one.active)) for one in roster.officers]
    table(("number", "login", "name", "roles", "clearance", "state"), rows, "The bureau has no officer yet.")
    return 0


def officer_withdraw(login: str, *, of: Named = "") -> int:
    """Takes every right from an officer and ends the officer's sessions, at once. The name stays in the log."""
    _withdrawn("officer", login.lower(), "", of)
    say(f"Officer {login.lower()} is withdrawn: signed out everywhere, and signs in no more.")
    return 0


def system_withdraw(
    code: str, *, bureau: Annotated[str, Parameter(help="Whose, where several bureaus have that code.")] = "", of: Named = ""
) -> int:
    """Takes every right from a national system; its tokens open nothing from within a second on."""
    _withdrawn("system", code.upper(), bureau, of)
    say(f"System {code.upper()} is withdrawn: its tokens open nothing any more.")
    return 0


def _withdrawn(kind: Literal["officer", "system"], name: str, bureau: str, of: str) -> None:
    async def withdrawn(office: Office) -> None:
        among = [office.bureau(bureau)] if bureau else list(office.directory.bureaus.values())
        found = await office.administration.found(kind, name, among)
        if not found:
            raise Stopped(f"There is no {kind} {name!r} with any right.")
        if len(found) > 1:
            raise Stopped(f"Several bureaus have a {kind} {name!r}.", f"--bureau {' or '.join(one.code for one, _ in found)}.")
        await office.administration.withdraw_here(kind, *found[0])

    _in_office(of, withdrawn)


def system_add(bureau: str, code: str, *, name: Names, role: Roles, clearance: Clearance = "official", of: Named = "") -> int:
    """Enters a national system of a bureau. The bureau's security officer issues its tokens."""
    names, roles, level = _names(name), _roles(role), _level(clearance)
    number = _in_office(of, lambda office: office.administration.add_system(office.bureau(bureau), code.upper(), names, roles, level))
    say(f"System {code.upper()} has number {number}. A token for it: comity token issue {number}")
    return 0


def system_list(bureau: str, *, of: Named = "") -> int:
    """Lists the systems of a bureau."""
    roster = _in_office(of, lambda office: office.roster(bureau))
    rows = [
        (one.number, one.code, _name(one.names), _words(one.roles), one.clearance.name.lower(), _state(one.active))
        for one in roster.systems
    ]
    table(("number", "code", "name", "roles", "clearance", "state"), rows, "The bureau has no system yet.")
    return 0


def _names(given: list[str]) -> dict[str, str]:
    names = {}
    for one in given:
        language, parted, name = one.partition("=")
        names[language if parted else "en"] = name if parted else one
    return names


def _name(names: dict[str, str]) -> str:
    return names.get("en") or next(iter(names.values()), "")


def _words(roles: frozenset[Role]) -> str:
    return ", ".join(sorted(roles))


def _state(active: bool) -> str:
    return "active" if active else "withdrawn"


def _one_of(kind: type[E], given: str) -> E:
    return kind[_picked({one.name: one.name for one in kind}, given, "kind")]


def _level(given: str) -> Level:
    from comity.kernel.levels import Level

    return _one_of(Level, given)


def _roles(given: list[str]) -> frozenset[Role]:
    from comity.access.model import Role

    known = {one.value.upper(): one for one in Role}
    return frozenset(_picked(known, one, "role") for one in given)


def _picked(known: dict[str, T], given: str, what: str) -> T:
    if given.upper() not in known:
        accepted = ", ".join(name.lower() for name in known)
        raise Stopped(f"There is no {what} {given!r}.", f"Accepted: {accepted or 'none yet'}.")
    return known[given.upper()]
