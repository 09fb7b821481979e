"""Why a record waits before others see it, and who lets it go: the rules, as data and pure functions. Nothing here refuses: it lays before
somebody (REC-18, COR-03, REV-01). Used by single entries and by loads alike.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import sqrt
from typing import Final

from comity.kernel.codes import Coded
from comity.kernel.purposes import Purpose
from comity.kernel.strip import Strip
from comity.registers.life_store import Earlier
from comity.registers.model import Register
from comity.registers.paths import each
from comity.registers.record import Draft

MOST_AT_ONCE: Final = 500  # rows of one load that pass with one signature (risk.batch_limit)
GROWTH: Final = 5.0  # times the mean of thirty days (risk.growth_factor)
RATE_Z: Final = 4.0  # standard deviations above that mean (risk.rate_z)
LEAST: Final = 50  # records a day below which no burst is seen: three in place of none is no burst
DAYS: Final = 30
REFUSED_SHARE: Final = 0.2  # of the last fifty reviews (risk.refusal_rate_supervise)
REFUSED_LEAST: Final = 10  # reviews below which a share says nothing
CHILD: Final = 18  # years
BY_BOTH_DESKS: Final = "REV-01"  # the rule of registers whose records ask for action against a person


class Route(Coded):
    """Who lets a record go. The higher one wins where several rules ask. Stored: never renumber."""

    SECOND_OFFICER = 1
    NAMED_OFFICER = 2
    SECRETARIAT = 3
    BOTH_DESKS = 4


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that makes a record wait. `code` names its sentence; `figures` stand in it. Nothing of the record."""

    rule: str
    code: str
    figures: dict[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hold:
    """Why a record waits, who lets it go, and whether it is looked at first (COR-04)."""

    route: Route
    findings: tuple[Finding, ...]
    lane: bool
    officer: int | None = None

    @property
    def rule(self) -> str:
        """The rule of the audit entry: the first that spoke."""
        return self.findings[0].rule


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of an owner and register when something is entered.

    Shapes: `days` records a day of the thirty days before today, zeros included; `reviewed`, `refused` of its last fifty reviews.
    """

    supervised: bool = False
    named_officer: int | None = None
    quota: int | None = None
    today: int = 0
    days: tuple[int, ...] = (0,) * DAYS
    reviewed: int = 0
    refused: int = 0
    earlier: tuple[Earlier, ...] = ()


@dataclass(frozen=True, slots=True)
class Risk:
    """Events older than so many years, at entry, in registers that can stop a person: laid before a second officer."""

    register: Strip
    field: str
    years: int
    code: str


# Data, not code: a row more is a rule more. Each explains itself; none decides.
RISKS: Final = (Risk(Strip.TRAVEL_DOCUMENTS, "theft_date", 5, "old_event"), Risk(Strip.TRAVEL_DOCUMENTS, "decision_date", 5, "old_event"))


def verdict(register: Register, draft: Draft, rule: str, standing: Standing, today: date, coming: int = 1) -> Hold | None:
    """What makes this record wait, or None. `rule`: by which the register itself reviews it, empty for none; `coming`: entered with it."""
    lane = humanitarian(register, draft, today)
    found = [
        *_reviewed(rule),
        *_supervised(standing, passes=lane and rule == BY_BOTH_DESKS),
        *_decided(standing),
        *amount(standing, coming),
        *_risks(register, draft, today),
    ]
    if not found:
        return None
    route = max(route for route, _ in found)
    officer = standing.named_officer if route is Route.NAMED_OFFICER else None
    return Hold(route, tuple(finding for _, finding in found), lane, officer)


Found = tuple[Route, Finding]


def _reviewed(rule: str) -> list[Found]:
    """What the declaration says: persons by both desks of the secretariat (REV-02), anything else by a second officer."""
    if not rule:
        return []
    return [(Route.BOTH_DESKS if rule == BY_BOTH_DESKS else Route.SECOND_OFFICER, Finding(rule, "register"))]


def _supervised(standing: Standing, *, passes: bool) -> list[Found]:
    """A measure on the owner. Missing persons and children pass under any (COR-04), to both desks, which review them as always.

    A document or a car does not pass because its owner says that it serves the missing: that would open the measure to whoever says so.
    """
    if not standing.supervised or passes:
        return []
    route = Route.SECRETARIAT if standing.named_officer is None else Route.NAMED_OFFICER
    return [(route, Finding("COR-03", "supervised"))]


def _decided(standing: Standing) -> list[Found]:
    """Re-entry of what was refused or withdrawn during a case, and an owner that is refused often."""
    found = [
        (Route.SECRETARIAT, Finding("REC-19", "decided_before", {"decision": one.decision, "on": one.at.date().isoformat()}))
        for one in standing.earlier
    ]
    if standing.reviewed >= REFUSED_LEAST and standing.refused >= REFUSED_SHARE * standing.reviewed:
        found.append((Route.SECRETARIAT, Finding("REV-10", "refused_often", {"refused": standing.refused, "of": standing.reviewed})))
    return found


def amount(standing: Standing, coming: int) -> list[Found]:
    """Quota, growth, rate and mass: a second signature (REC-18)."""
    total, mean = standing.today + coming, sum(standing.days) / DAYS
    found = []
    if standing.quota is not None and total > standing.quota:
        found.append(Finding("REC-18", "quota", {"today": total, "quota": standing.quota}))
    if coming > MOST_AT_ONCE:
        found.append(Finding("REC-18", "mass", {"rows": coming, "most": MOST_AT_ONCE}))
    if total > LEAST and total > GROWTH * mean:
        found.append(Finding("REC-18", "growth", {"today": total, "mean": round(mean), "times": int(GROWTH)}))
    if total > LEAST and rate_z(standing.days, total) > RATE_Z:
        found.append(Finding("REC-18", "rate", {"today": total, "mean": round(mean)}))
    return [(Route.SECOND_OFFICER, finding) for finding in found]


def rate_z(days: Sequence[int], total: int) -> float:
    """By how many standard deviations a day stands above the days before it; at least one record is taken as a deviation."""
    mean = sum(days) / len(days)
    return (total - mean) / max(1.0, sqrt(sum((one - mean) ** 2 for one in days) / len(days)))


def _risks(register: Register, draft: Draft, today: date) -> list[Found]:
    found: list[Found] = []
    for risk in RISKS:
        value = draft.values.get(risk.field, "")
        if risk.register == register.number and value[:4].isdigit() and int(value[:4]) < today.year - risk.years:
            found.append((Route.SECOND_OFFICER, Finding("REV-10", risk.code, {"year": value[:4], "years": risk.years})))
    return found


def humanitarian(register: Register, draft: Draft, today: date) -> bool:
    """Missing persons and children: they wait for no measure, and are reviewed first (COR-04)."""
    if Purpose.MISSING in draft.purposes or (register.statuses and draft.values.get(register.statuses) == "missing"):
        return True
    if not register.persons or not any(one.name == "births" for one in register.fields):
        return False
    return any(_child(day, today) for (day,) in each(draft.values, "births.date"))


def _child(born: str, today: date) -> bool:
    """By the latest day that it can have been: who may still be a child counts as one."""
    if not born[:4].isdigit():
        return False
    year = int(born[:4])
    month = int(born[5:7]) if born[5:7].isdigit() else 12
    day = int(born[8:10]) if born[8:10].isdigit() else monthrange(year, month)[1]
    return today.year - year - ((today.month, today.day) < (month, day)) < CHILD


def age_hours(at: datetime, now: datetime) -> int:
    """Hours that it waits. Shown beside the aim; passing it releases nothing (REV-07)."""
    return int((now - at).total_seconds() // 3600)


AIM_HOURS: Final = 24  # review.aim
ALARM_HOURS: Final = 72  # review.alarm
