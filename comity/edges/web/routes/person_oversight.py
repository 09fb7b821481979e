"""Settings of searches for persons, and searches by a name alone: read by supervisors and auditors, changed by the secretariat."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Final

from comity.access.model import Permission
from comity.access.roster import Known, known
from comity.edges.web import paths
from comity.edges.web.i18n import Message, message
from comity.edges.web.pages import person_oversight
from comity.edges.web.pages.person_oversight import NUMBERS, BareLine, BareView, SettingLine, SettingsView
from comity.edges.web.routes.answers import Answer, go, page
from comity.edges.web.routes.application import Open, Route
from comity.edges.web.routes.visit import Visit
from comity.edges.web.routes.words import by_field, day_of
from comity.kernel.errors import Absent, Invalid
from comity.kernel.purposes import BY_CODE, Purpose
from comity.search.persons.bare import MOST, Bare
from comity.search.persons.model import PersonSetting
from comity.search.persons.rules import may_change, may_search
from comity.search.persons.settings import Stated

_A_MONTH: Final = timedelta(days=30)
_NO_DAY: Final = message("Not a day. Write it as 2026-11-21.")


# Settings


async def settings(visit: Visit) -> Answer:
    """Nine purposes; with `purpose` the form of one, for whoever may change it."""
    chosen = visit.query.get("purpose", "")
    return await _settings(visit, _purpose(chosen) if chosen else None)


def _purpose(code: str) -> Purpose:
    """Raises: Absent."""
    if code not in BY_CODE:
        raise Absent
    return BY_CODE[code]


async def _settings(visit: Visit, changing: Purpose | None, errors: dict[str, Message] | None = None) -> Answer:
    stated = await visit.comity.person_settings.listed(visit.reader)
    may = visit.may(Permission.PERSON_SETTING_CHANGE) and may_change(visit.reader).allowed
    open_ = changing if may else None
    now = next((one for one in stated if one.purpose is open_), None)
    values = visit.posted.firsts() if errors else _values(now) if now else {}
    view = SettingsView(visit.frame(), tuple(map(_line, stated)), may, open_, values, errors or {})
    return page(person_oversight.settings_page(view, visit.t), 422 if errors else 200)


def _line(one: Stated) -> SettingLine:
    searches = may_search(one.purpose).allowed
    return SettingLine(one.purpose, **_numbers(one.setting), lists=one.setting.lists, reason=one.reason, at=one.at, searches=searches)


def _numbers(setting: PersonSetting) -> dict[str, str]:
    return {name: f"{getattr(setting, name):.6f}".rstrip("0").rstrip(".") for name in NUMBERS}


def _values(one: Stated) -> dict[str, str]:
    return _numbers(one.setting) | {"lists": "yes" if one.setting.lists else ""}


async def change(visit: Visit) -> Answer:
    """Sets one purpose."""
    purpose, posted = _purpose(visit.posted.one("purpose")), visit.posted
    prior, possible, likely, alarm = (_number(posted.one(name)) for name in NUMBERS)
    wanted = PersonSetting(prior, possible, likely, alarm, posted.one("lists") == "yes")
    try:
        await visit.comity.person_settings.change(visit.reader, purpose, wanted, posted.one("reason"))
    except Invalid as problem:
        return await _settings(visit, purpose, by_field(problem))
    return go(f"{paths.PERSON_SETTINGS}?done=persons_set")


def _number(text: str) -> float:
    """As typed, with a point or a comma; nought for what is no number, which no setting may be."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return 0.0


# Searches by a name alone


async def bare(visit: Visit) -> Answer:
    """By officer, and by day."""
    today = visit.comity.clock.now().date()
    typed = {"since": visit.query.get("since", "").strip(), "until": visit.query.get("until", "").strip()}
    days = {name: day_of(text) for name, text in typed.items()}
    errors = {name: _NO_DAY for name, text in typed.items() if text and days[name] is None}
    until = days["until"] or today
    since = days["since"] or until - _A_MONTH
    try:
        lines = await _bare(visit, since, until) if not errors else ()
    except Invalid as problem:
        errors, lines = by_field(problem), ()
    shown = {name: text or str(day) for (name, text), day in zip(typed.items(), (since, until), strict=True)}
    sums = Counter[str]()
    for line in lines:
        sums[line.who] += line.count
    view = BareView(
        visit.frame(), visit.bureau, **shown, lines=lines, officers=tuple(sums.most_common()), errors=errors, more=len(lines) >= MOST
    )
    return page(person_oversight.bare_page(view, visit.t), 422 if errors else 200)


async def _bare(visit: Visit, since: date, until: date) -> tuple[BareLine, ...]:
    found = await visit.comity.bare_names.listed(visit.reader, since, until)
    names = await known(visit.comity.means, visit.reader)
    return tuple(BareLine(one.day, _who(visit, one, names), _unit(visit, one.unit, names), one.count) for one in found)


def _who(visit: Visit, one: Bare, names: Known) -> str:
    if one.officer:
        return names.officers.get(one.officer) or visit.t("Officer {number}", number=str(one.officer))
    return visit.name(names.systems.get(one.system, {})) or visit.t("System {number}", number=str(one.system))


def _unit(visit: Visit, number: int, names: Known) -> str:
    return visit.name(names.units.get(number, {})) or visit.t("Unit {number}", number=str(number))


ROUTES: Final[tuple[Route | Open, ...]] = (
    Route("GET", paths.PERSON_SETTINGS, settings),
    Route("POST", paths.PERSON_SETTINGS, change),
    Route("GET", paths.BARE_NAMES, bare),
)
