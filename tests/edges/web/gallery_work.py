"""Pages of acts on many records, jobs, loads and statistics with sample values, for the gallery. Everything in them is invented."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from htpy import Element

from comity.edges.web.charts import Chart, Series
from comity.edges.web.elements import Fact, FactKind
from comity.edges.web.forms import Field, Option, Widget
from comity.edges.web.frame import Entry, Frame
from comity.edges.web.i18n import Translator, message
from comity.edges.web.pages import jobs, loads, many, statistics
from comity.edges.web.pages.jobs import JobLine, JobsView, JobView
from comity.edges.web.pages.loads import LoadLine, LoadPageView, LoadsView
from comity.edges.web.pages.many import Looked, ManyView, Sampled, WaitingView, Waits
from comity.edges.web.pages.statistics import StatisticsView

AT = datetime(2026, 11, 21, 2, 58, tzinfo=UTC)
JOB = JobLine(
    "01000000-0000-8001-8000-000000000001", AT, "load", 3, "running", 4_100, 60_000, 812.4, 71.0, {"entered": 4_000, "refused": 100}
)
LOAD = LoadLine(
    JOB.job, AT, 3, "ministry_of_the_interior_stolen_and_lost_documents_export_2026-11-21_final_corrected.csv", "waiting", 60_000,
    (("entered", 58_211), ("corrected", 1_204), ("withdrawn", 402), ("refused", 585)), "windows-1252", "9f2c41aa03b7d1e6" * 4,
    "More than 500 rows: a second officer looks first (REC-18).", "Nadia Corvin",
)  # fmt: skip
RECORD = (Fact("Number", "C0118832", FactKind.IDENTIFIER), Fact("Issued by", "Belmora", FactKind.FREE), Fact("Reason", "Stolen"))


def work_pages(frame: Callable[..., Frame], themed: Callable[[Any], Any], t: Translator) -> dict[str, Element]:
    """Each of these pages in its states."""
    return _many(frame, themed, t) | _jobs(frame, themed, t) | _loads(frame, themed, t) | _statistics(frame, themed, t)


def _many(frame: Callable[..., Frame], themed: Callable[[Any], Any], t: Translator) -> dict[str, Element]:
    where = frame("/lists/many", current=Entry.REGISTERS)
    acts = (Option("confirm", t("Confirm: they still hold")), Option("withdraw", t("Withdraw")))
    fields = (
        Field("act", "What shall be done", Widget.SELECT, "withdraw", options=acts, required=True),
        Field("reason", "Reason", Widget.LONG, hint="To withdraw; it is kept with each act.", error=message("Say why: one sentence.")),
        Field("ends_at", "New last day", Widget.DAY, hint="To end earlier: YYYY-MM-DD."),
        Field("authority", "Keep it from", Widget.SELECT, options=(Option("", "–"), Option("XCS", "Castara (XCS)")), hint="To restrict."),
    )
    asked = ManyView(
        where, "/registers?register=3", (("register", "3"),), (t("{what}: {value}", what=t("Reason"), value=t("Lost")),), fields
    )
    sample = tuple(Sampled(f"C01188{n}", "Stolen passport", f"/records/3.{n}") for n in range(30, 40))
    again = Field("count", "The number of records, once more", Widget.NUMBER, required=True)
    looked = replace(asked, fields=(again,), looked=Looked("Withdraw", (("Reason", "Found again at a ferry."),), 1_204, sample, True))
    one = Waits("01", "Withdraw", "Travel documents", 1_204, AT, own=False, signed=False)
    one = replace(one, particulars=(("Reason", "Found again at a ferry."),), sample=sample)
    waits = (one, replace(one, own=True), replace(one, signed=True))
    return {
        "many": many.page(themed(asked), t),
        "many-all": many.page(themed(replace(asked, says=(), fields=fields[:1])), t),
        "many-looked": many.page(themed(looked), t),
        "many-waiting": many.waiting(themed(WaitingView(where, waits)), t),
        "many-waiting-none": many.waiting(themed(WaitingView(where, ())), t),
    }


def _jobs(frame: Callable[..., Frame], themed: Callable[[Any], Any], t: Translator) -> dict[str, Element]:
    where = frame("/jobs", current=None)
    wrong = message("The file ends in the middle of a row.")
    failed = replace(JOB, state="failed", wrong=wrong, rule="REC-18", ended=AT, left_s=None, per_second=0)
    done = replace(failed, state="done", kind="list_check", register=0, wrong=None, rule="", done=60_000, result=True)
    lines = (JOB, replace(JOB, state="waiting", done=0, total=0), done, failed, replace(done, state="cancelled", kind="bulk_release"))
    return {
        "jobs": jobs.page(themed(JobsView(where, lines, "/jobs?after=1")), t),
        "jobs-none": jobs.page(themed(JobsView(where, ())), t),
        "job": jobs.job_page(themed(JobView(where, JOB)), t),
        "job-done": jobs.job_page(themed(JobView(where, done)), t),
        "job-failed": jobs.job_page(themed(JobView(where, failed, "/loads/1", t("What became of it"))), t),
    }


def _loads(frame: Callable[..., Frame], themed: Callable[[Any], Any], t: Translator) -> dict[str, Element]:
    where = frame("/loads", current=Entry.REGISTERS)
    lines = tuple(replace(LOAD, state=state) for state in loads.STATES)
    waits = LoadPageView(where, LOAD, (RECORD, RECORD), (RECORD,), decides=True, error=message("Say why: one sentence."))
    return {
        "loads": loads.page(themed(LoadsView(where, lines, "/loads?after=1")), t),
        "loads-none": loads.page(themed(LoadsView(where, ())), t),
        "loaded": loads.load_page(themed(waits), t),
        "loaded-own": loads.load_page(themed(replace(waits, decides=False, own=True, error=None)), t),
    }


def _statistics(frame: Callable[..., Frame], themed: Callable[[Any], Any], t: Translator) -> dict[str, Element]:
    where = frame("/statistics", current=None)
    fields = (
        Field("of", "Counts of", Widget.SELECT, "checks", options=(Option("checks", t("Checks")),), plain=True),
        Field("last", "Last month", Widget.TEXT, "2026-10", error=message("Write it as {form}.", form="2026-10")),
    )
    months = tuple(f"2026-{month:02}" for month in range(1, 13))
    counts = tuple(month * 37 % 11 * 100 if month % 4 else None for month in range(1, 13))
    chart = Chart("checks", t("Checks"), t("Checks"), months, (Series(t("Hit"), counts), Series(t("No hit"), tuple(reversed(counts)))))
    view = StatisticsView(where, "Bureau Arvenia", fields[:1], (chart, replace(chart, key="more")), hidden=True)
    return {
        "statistics": statistics.page(themed(view), t),
        "statistics-none": statistics.page(themed(replace(view, charts=())), t),
        "statistics-wrong": statistics.page(themed(replace(view, fields=fields, charts=(), wrong=True)), t),
    }
