"""Work that outlives a request: the list, and one job with how far it is, its counts, and its file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.elements import Column, Row, Table, empty, head, link_button, listed, newer_older, say, tag
from comity.edges.web.forms import post, submit
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Message, Translator, mark
from comity.edges.web.names import REGISTER

STATES: Final = {
    "waiting": ("wait", "wait", mark("Waiting for its turn")),
    "running": ("same", "load", mark("Running")),
    "done": ("clear", "clear", mark("Done")),
    "cancelled": ("", "stop", mark("Stopped")),
    "failed": ("hit", "bang", mark("Failed")),
}
# What jobs are called, and what they count. A kind that is not here is shown by its code.
KINDS: Final = {
    "list_check": mark("Check of a list"), "load": mark("Load of a file"), "load_release": mark("Release of a load"),
    "bulk": mark("Act on many records"), "export": mark("List as a file"),
}  # fmt: skip
COUNTED: Final = {
    "records": mark("Records"),
    "done": mark("Done"),
    "entered": mark("Entered"),
    "corrected": mark("Corrected"),
    "unchanged": mark("Unchanged"),
    "withdrawn": mark("Withdrawn"),
    "refused": mark("Refused"),
    "held": mark("Held for a second signature"),
    "released": mark("Released"),
    "rows": mark("Rows"),
    "hit": mark("Hit"),
    "look_alike": mark("Look-alike"),
    "no_answer": mark("No answer"),
    "partly_asked": mark("Asked in part"),
    "not_asked": mark("Not asked"),
    "no_hit": mark("No hit"),
    "unread": mark("Cells that cannot be read"),
    "missing": mark("No longer in the file"),
    "waiting": mark("Of those entered, reviewed first"),
}
_OVER: Final = frozenset({"done", "cancelled", "failed"})


@dataclass(frozen=True, slots=True)
class JobLine:
    """One job. `result`: it has a file for this officer; `left_s`: seconds to go, where that can be told."""

    job: str
    at: datetime
    kind: str
    register: int
    state: str
    done: int
    total: int
    per_second: float = 0.0
    left_s: float | None = None
    counts: dict[str, int] = field(default_factory=dict)
    wrong: Message | None = None
    rule: str = ""
    result: bool = False
    ended: datetime | None = None

    @property
    def over(self) -> bool:
        """Whether it has ended, well or not: nothing is left to cancel."""
        return self.state in _OVER


@dataclass(frozen=True, slots=True)
class JobsView:
    """One page of jobs. `older`: address of the next one, empty on the last."""

    frame: Frame
    lines: tuple[JobLine, ...]
    older: str = ""


@dataclass(frozen=True, slots=True)
class JobView:
    """`onward`: where this job's subject goes on, with the words of the link (the load that it was)."""

    frame: Frame
    line: JobLine
    onward: str = ""
    onward_label: str = ""


def page(view: JobsView, t: Translator) -> Element:
    """Newest first."""
    title = t("Jobs")
    nothing = empty(t("No jobs"), t("What takes longer than a moment appears here: loads of files, lists to check."))
    columns = (Column(t("Begun (UTC)")), Column(t("What")), Column(t("State")), Column(t("How far"), number=True))
    body = listed(Table(title, columns, tuple(_row(each, t) for each in view.lines)), nothing)
    return framed(view.frame, t, title, head(title, link_button(paths.LOADS, t("Loads"))), body, newer_older(t, view.older))


def kind_name(kind: str, t: Translator) -> str:
    """A kind of job in words."""
    return t(KINDS[kind]) if kind in KINDS else kind.replace("_", " ")


def _row(line: JobLine, t: Translator) -> Row:
    link = h.a(href=paths.at(paths.JOB, job=line.job), data_row=True)[t.moment(line.at)]
    what = [kind_name(line.kind, t), line.register > 0 and h.span(".quiet")[" ", t(REGISTER[line.register].name)]]
    return Row((link, what, state_tag(line.state, t), _share(line, t)), on=not line.over)


def state_tag(state: str, t: Translator) -> Element:
    """The state as a badge."""
    kind, sign, word = STATES[state]
    return tag(kind, sign, t(word))


def _share(line: JobLine, t: Translator) -> str:
    if line.total and not line.over:
        return f"{t.number(line.done)} / {t.number(line.total)}"
    return t.number(line.done) if line.done else ""


def job_page(view: JobView, t: Translator) -> Element:
    """One job. The page comes again by itself while it runs."""
    line = view.line
    title = kind_name(line.kind, t)
    stop = not line.over and post(
        paths.at(paths.JOB_CANCEL, job=line.job), view.frame.csrf, submit(t("Stop it"), sign="stop", primary=False), class_="acts"
    )  # fmt: skip
    result = line.result and link_button(paths.at(paths.JOB_RESULT, job=line.job), t("Its file"), sign="doc", primary=True)
    onward = view.onward and link_button(view.onward, view.onward_label, primary=not line.result)
    return framed(
        view.frame,
        t,
        title,
        head(title, lead=t(REGISTER[line.register].name) if line.register else None),
        line.wrong and say("hit", "bang", h.p[t.say(line.wrong)], line.rule and h.p(".small")[line.rule]),
        h.section(".card.stack")[h.h2[t("How far it is")], _progress(line, t), _facts(line, t)],
        h.div(".acts")[result, onward],
        stop,
        not line.over and h.p(".small.quiet")[t("This page comes again by itself. You may leave it: the work goes on.")],
        h.p[h.a(href=paths.JOBS)[t("All jobs")]],
    )


def _progress(line: JobLine, t: Translator) -> Node:
    if line.over or not line.total:
        return None
    share = min(100, line.done * 100 // line.total)
    return h.p[
        h.progress(value=str(min(line.done, line.total)), max=str(line.total), aria_label=t("How far it is")), " ", t.number(share), "%"
    ]


def _facts(line: JobLine, t: Translator) -> Element:
    rows: list[tuple[str, Node]] = [(t("State"), state_tag(line.state, t)), (t("Begun"), t.moment(line.at))]
    if line.ended:
        rows.append((t("Ended"), t.moment(line.ended)))
    if line.done or line.total:
        rows.append((t("Done"), _share(line, t)))
    if line.per_second and not line.over:
        rows.append((t("A second"), t.number(round(line.per_second))))
    if line.left_s is not None:
        rows.append((t("Time left"), _left(line.left_s, t)))
    rows += [(t(COUNTED[name]) if name in COUNTED else name.replace("_", " "), t.number(count)) for name, count in line.counts.items()]
    return h.dl(".facts")[((h.dt[term], h.dd[value]) for term, value in rows)]


def _left(seconds: float, t: Translator) -> Node:
    minutes, rest = divmod(round(seconds), 60)
    if minutes:
        return t.rich("{minutes} min {seconds} s", minutes=t.number(minutes), seconds=t.number(rest))
    return t.rich("{seconds} s", seconds=t.number(rest))
