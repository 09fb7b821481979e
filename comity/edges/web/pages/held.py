"""Protected results that their owners have not been told: the asking bureau's supervisor releases one with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import htpy as h
from htpy import Element

from comity.edges.web import paths
from comity.edges.web.elements import Column, Row, Table, empty, grade, head, identifier, listed, purpose_name
from comity.edges.web.forms import Field, field, post, submit
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Message, Translator
from comity.edges.web.names import REGISTER
from comity.kernel.purposes import Purpose
from comity.kernel.results import Grade


@dataclass(frozen=True, slots=True)
class Held:
    """One protected result of our own bureau; `error` is what was wrong with the reason given for it."""

    held: str
    at: datetime
    owner: str
    register: int
    purpose: Purpose
    grade: Grade
    record: str = ""
    error: Message | None = None


@dataclass(frozen=True, slots=True)
class HeldView:
    """Protected results that wait for a supervisor, newest first."""

    frame: Frame
    results: tuple[Held, ...]


def page(view: HeldView, t: Translator) -> Element:
    """Newest first; releasing one tells its owner and cannot be taken back."""
    columns = tuple(map(Column, (t("Time (UTC)"), t("Owner"), t("Record"), t("Purpose"), t("Grade"), t("Release"))))
    title = t("Protected results")
    nothing = empty(t("No protected result waits"), t("A hit of a protected check appears here; its owner knows nothing of it."))
    body = listed(Table(title, columns, tuple(_row(view, each, t) for each in view.results)), nothing)
    return framed(view.frame, t, title, head(title, lead=t("Their owners have not been told.")), body)


def _row(view: HeldView, each: Held, t: Translator) -> Row:
    reason = Field("reason", "Reason", hint="Say why the owner may know. It cannot be taken back.", required=True, error=each.error)
    release = h.details(".act", open=each.error is not None)[
        h.summary[t("Tell the owner"), h.span(".vh")[" ", each.owner, " ", each.record]],
        post(
            paths.at(paths.HELD_RELEASE, held=each.held),
            view.frame.csrf,
            field(reason, t, f"{each.held}-"),
            submit(t("Tell the owner now"), primary=False),
            class_="stack",
        ),
    ]
    record = [t(REGISTER[each.register].name), each.record and h.span(".quiet")[identifier(each.record)]]
    return Row((t.moment(each.at), h.bdi[each.owner], record, purpose_name(each.purpose, t), grade(each.grade, t), release))
