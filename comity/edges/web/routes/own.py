"""What concerns the officer alone: purpose and place, the account, the list of commands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from comity import VERSION
from comity.access.model import Permission, Reader
from comity.access.rules import askable, may
from comity.edges.web import paths
from comity.edges.web.forms import Option
from comity.edges.web.i18n import mark
from comity.edges.web.names import REGISTER, ROLES
from comity.edges.web.pages import account, palette, purpose
from comity.edges.web.pages.account import AccountView
from comity.edges.web.pages.palette import Command, PaletteView
from comity.edges.web.pages.purpose import PurposeView
from comity.edges.web.routes.answers import Answer, go, page
from comity.edges.web.routes.application import Needs, Open, Route
from comity.edges.web.routes.gate import HOMES
from comity.edges.web.routes.guard import own_path
from comity.edges.web.routes.visit import Visit, whole
from comity.kernel.errors import Absent
from comity.kernel.purposes import BY_CODE
from comity.registers.catalogue import BY_NUMBER, DECLARED
from comity.registers.rules import may_enter

# Pages that no entry of the rail leads to at once: who may, the words, the sign, the address.
_MORE: Final = (
    (Permission.CHECK_BATCH_ASK, mark("Check a list"), "load", paths.CHECK_LISTS),
    (Permission.REGISTER_RECORD_LIST, mark("Loads of files"), "load", paths.LOADS),
    (Permission.JOB_QUEUE_LIST, mark("Jobs"), "wait", paths.JOBS),
    (Permission.REGISTER_RECORD_BULK, mark("Acts on many records"), "registers", paths.MANY_WAITING),
)


def home(visit: Visit) -> str:
    """Where an officer of these roles begins."""
    return next((address for permission, address in HOMES if visit.may(permission)), paths.ACCOUNT)


async def first(visit: Visit) -> Answer:
    """The bare address."""
    return go(home(visit))


async def purposes(visit: Visit) -> Answer:
    """Place, then purpose; neither is preselected."""
    unit = visit.session.unit
    units = tuple(Option(str(one.number), visit.name(one.names)) for one in visit.session.units)
    wanted = own_path(visit.query.get("next", ""), home(visit))
    view = PurposeView(visit.frame(), wanted, units, str(unit.number) if unit else "")
    return page(purpose.page(view, visit.t))


async def choose(visit: Visit) -> Answer:
    """The place, after which the purpose is asked; or the purpose, and on."""
    wanted = own_path(visit.posted.one("next"), home(visit))
    if unit := visit.posted.one("unit"):
        await visit.comity.sessions.choose_unit(visit.session, whole(unit))
        return go(f"{paths.PURPOSE}?next={quote(wanted, safe='')}")
    chosen = BY_CODE.get(visit.posted.one("purpose"))
    if chosen is None:
        raise Absent
    await visit.comity.sessions.choose_purpose(visit.session, chosen)
    return go(home(visit) if wanted.startswith(paths.PURPOSE) else wanted)


async def mine(visit: Visit) -> Answer:
    """What this officer may do, and how pages are shown."""
    session = visit.session
    roles = tuple(word for role, word in ROLES.items() if role in session.roles)
    registers = will_ask(visit.reader) if session.unit and session.purpose else ()
    ends = session.ends.strftime("%Y-%m-%d %H:%M UTC")
    view = AccountView(visit.frame(), roles, registers, visit.manners.digits, ends, VERSION)
    return page(account.page(view, visit.t))


def will_ask(reader: Reader) -> tuple[int, ...]:
    """The registers that a check of this reader asks here: those open to it that are kept."""
    return tuple(number for number in askable(reader) if number in BY_NUMBER)


async def commands(visit: Visit) -> Answer:
    """The list of commands, which the script narrows."""
    more: list[Command] = []
    for register in DECLARED if visit.session.unit and visit.session.purpose else ():  # before that nothing is open
        name = visit.t(REGISTER[register.number].name)
        if not may_enter(visit.reader, register).allowed:
            continue
        if may(visit.reader, Permission.REGISTER_RECORD_CREATE, register.number).allowed:
            label = visit.t("Enter a record: {register}", register=name)
            more.append(Command(label, "plus", paths.at(paths.RECORD_NEW, register=register.number)))
        if may(visit.reader, Permission.REGISTER_RECORD_LOAD, register.number).allowed:
            label = visit.t("Load a file: {register}", register=name)
            more.append(Command(label, "load", paths.at(paths.LOAD, register=register.number)))
    more += [Command(label, sign, address) for permission, label, sign, address in _MORE if visit.may(permission)]
    more += _of_persons(visit)
    return page(palette.page(PaletteView(visit.frame(), tuple(more)), visit.t))


def _of_persons(visit: Visit) -> Iterator[Command]:
    """What supervisors and auditors read of searches for persons."""
    if visit.may(Permission.PERSON_BARE_LIST):
        yield Command("Searches by a name alone", "people", paths.BARE_NAMES)
    if visit.may(Permission.PERSON_SETTING_LIST):
        yield Command("How persons are searched for", "people", paths.PERSON_SETTINGS)


async def nowhere(visit: Visit) -> Answer:
    """Any other address. Who is not signed in is led to the gate from there too, and learns nothing of which addresses there are."""
    del visit
    raise Absent


ROUTES: Final[tuple[Route | Open, ...]] = (
    Route("GET", "/", first, Needs.SESSION),
    Route("GET", paths.PURPOSE, purposes, Needs.SESSION),
    Route("POST", paths.PURPOSE, choose, Needs.SESSION),
    Route("GET", paths.ACCOUNT, mine, Needs.SESSION),
    Route("GET", paths.PALETTE, commands, Needs.SESSION),
    Route("GET", "/{anything:path}", nowhere, Needs.SESSION),
)
