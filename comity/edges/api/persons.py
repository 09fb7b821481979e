"""Persons: what the officer says of a candidate, what one line is read as, the purposes' settings, and searches by name alone.

The search itself is a check: `POST /checks` with a `person`.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated

import msgspec
from litestar import Router, get, post, put
from litestar.params import FromPath, JSONBody, PathParameter, QueryParameter

from comity.audit import EntryId
from comity.edges.api.asking import purpose_of
from comity.edges.api.callers import AnyRequest, caller_of, within_rate
from comity.edges.api.checking import reader_of
from comity.edges.api.documented import reading, writing
from comity.edges.api.door import LARGEST
from comity.edges.api.given import GivenComity, GivenReader, Reason
from comity.edges.api.strict import Strict
from comity.edges.api.wire_persons import PersonAnswerIn
from comity.search.persons.box import read_box
from comity.search.persons.model import PersonSetting, Says
from comity.search.persons.settings import Stated

_A_MONTH = timedelta(days=30)
_Check = Annotated[
    str, PathParameter(pattern="^[1-9][0-9]{0,17}-[1-9][0-9]{0,17}$", description="The check's entry, as its answer names it.")
]
_Mark = Annotated[str, PathParameter(pattern="^[A-Za-z0-9_-]{1,100}$", description="The `mark` of the hit's person.")]
_Day = Annotated[date | None, QueryParameter(description="Included; the last thirty days where left out.")]


class LineIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line as typed: name, year or date, country, in any order that is clear."""

    text: Annotated[str, msgspec.Meta(max_length=400)]


class PersonLineOut(msgspec.Struct, frozen=True):
    """The line as a person of a check; `name` is empty where it holds none."""

    name: str
    born: str
    nationality: str


class SettingIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a purpose asks of a search: probabilities above 0 and below 1, possible <= likely <= alarm; whether whole lists are searched."""

    prior: float
    possible: float
    likely: float
    alarm: float
    lists: bool
    reason: Reason


class SettingOut(msgspec.Struct, frozen=True):
    """The setting of one purpose. `reason` and `at` are empty where it has its defaults."""

    purpose: str
    prior: float
    possible: float
    likely: float
    alarm: float
    lists: bool
    reason: str
    at: datetime | None


class SettingsOut(msgspec.Struct, frozen=True):
    """All nine purposes: `next` is always empty."""

    items: tuple[SettingOut, ...]
    next: str = ""


class BareOut(msgspec.Struct, frozen=True):
    """Searches by nothing but a name, of an officer or a national system (the other is 0) at a unit on a day, UTC."""

    day: date
    unit: int
    officer: int
    system: int
    count: int


class BaresOut(msgspec.Struct, frozen=True):
    """Newest first, a thousand at most: `next` is always empty."""

    items: tuple[BareOut, ...]
    next: str = ""


@post(
    "/checks/{check:str}/persons/{mark:str}", status_code=204, dto=Strict[PersonAnswerIn], request_max_body_size=LARGEST,
    responses=writing(404, 429),
)  # fmt: skip
async def answer(comity: GivenComity, request: AnyRequest, check: _Check, mark: _Mark, data: JSONBody[PersonAnswerIn]) -> None:
    """Says of a candidate *this_person* or *not_this_person*; of one about an organisation *this_organisation* or *not_this_organisation*.
    Only *this* tells the owner, once.

    Only the officer who asked may say it, or the same system of the same bureau, within 24 hours.
    """
    caller = caller_of(request)
    within_rate(comity, caller)
    reader = await reader_of(comity, request, caller, data)
    stream, _, number = check.partition("-")
    await comity.person_answers.answer(reader, EntryId(int(stream), int(number)), mark, Says(data.says))


@post("/persons/read", status_code=200, dto=Strict[LineIn], request_max_body_size=LARGEST, responses=writing())
async def read(comity: GivenComity, data: JSONBody[LineIn]) -> PersonLineOut:
    """What one line *name, year, country* is read as. Nothing is asked, recorded or kept."""
    found = read_box(data.text, comity.checks.planner.countries)
    return PersonLineOut(found.name, found.born, found.nationality) if found else PersonLineOut("", "", "")


@get("/persons/settings", responses=reading())
async def settings(comity: GivenComity, reader: GivenReader) -> SettingsOut:
    """What each purpose asks of a search for persons."""
    return SettingsOut(tuple(map(_setting, await comity.person_settings.listed(reader))))


@put("/persons/settings/{purpose:str}", status_code=204, dto=Strict[SettingIn], responses=writing())
async def setting(comity: GivenComity, reader: GivenReader, purpose: FromPath[str], data: JSONBody[SettingIn]) -> None:
    """Sets what a purpose asks of a search. The secretariat's supervisors alone, with a reason, which the audit keeps."""
    wanted = PersonSetting(data.prior, data.possible, data.likely, data.alarm, data.lists)
    await comity.person_settings.change(reader, purpose_of(purpose), wanted, data.reason)


@get("/persons/bare", responses=reading())
async def bare(comity: GivenComity, reader: GivenReader, since: _Day = None, until: _Day = None) -> BaresOut:
    """How often officers and systems of one's bureau searched for a person by nothing but a name."""
    last = until or comity.clock.now().date()
    found = await comity.bare_names.listed(reader, since or last - _A_MONTH, last)
    return BaresOut(tuple(BareOut(one.day, one.unit, one.officer, one.system, one.count) for one in found))


def _setting(stated: Stated) -> SettingOut:
    one = stated.setting
    return SettingOut(stated.purpose.code, one.prior, one.possible, one.likely, one.alarm, one.lists, stated.reason, stated.at)


ROUTES = Router("/", route_handlers=[answer, read, settings, setting, bare], tags=["Persons"])
