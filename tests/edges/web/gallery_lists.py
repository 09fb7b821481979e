"""The pages of lists with sample values, for the gallery. Everybody in them is invented."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from htpy import Element

from comity.edges.web.answer import HitView
from comity.edges.web.forms import Field, Option, Widget
from comity.edges.web.frame import Frame
from comity.edges.web.i18n import Translator, message
from comity.edges.web.pages import list_check, load_columns
from comity.edges.web.pages.list_check import AnswersView, ColumnLine, DryView, ListLine, ListsView, RowLine, UnreadLine
from comity.edges.web.pages.load_columns import ChooseView, ColumnsView

AT = datetime(2026, 11, 21, 9, 14, tzinfo=UTC)
NAME = "0f" * 16
HERE = f"/check/list/{NAME}"
COUNTS = {"hit": 1, "look_alike": 1, "no_answer": 1, "partly_asked": 1, "not_asked": 0, "no_hit": 408}
KINDS = (Option("", "Leave it out"), Option("carried", "Carry it through"), Option("document", "Document number"))


def column(place: int, title: str, code: str, *cells: str) -> ColumnLine:
    return ColumnLine(Field(f"column.{place}", title, Widget.SELECT, code, options=KINDS, plain=True), cells)


def dry(frame: Frame) -> DryView:
    return DryView(
        frame=frame,
        name=NAME,
        title="ferry 0912 passengers.csv",
        encoding="cp1252",
        rows=412,
        asking=411,
        identifiers=823,
        persons=409,
        columns=(
            column(0, "Surname", "carried", "SOLVANE", "ODE", "ORR"),
            column(1, "Passport No", "document", "C0118832", "AR5520917", "30912287"),
            column(2, "Seat", "", "12A", "12B", "12C"),
        ),
        unread=(UnreadLine("Passport No", message("A spreadsheet has shortened this number; its last digits are lost."), 1, 17),),
        asks=((2, ("C0118832 XBM",)), (3, ("AR5520917 XAR", "1M8GDM9AXKP042788")), (4, ())),
        manner=(
            Field("reference", "Your reference", value="K-2026-118"),
            Field("protected", "Protect every person on this list", Widget.TICK),
        ),
    )


def answers(frame: Frame, hit: HitView, alike: HitView) -> AnswersView:
    silent = message("{source}: {why}", source="travel_documents, Quilara", why="It did not answer within 2 s.")
    unread = message("{column}: {wrong}", column="Passport No", wrong="A spreadsheet has shortened this number; its last digits are lost.")
    return AnswersView(
        frame=frame,
        name=NAME,
        title="ferry 0912 passengers.csv",
        state="done",
        going=False,
        done=412,
        total=412,
        counts=COUNTS,
        cards=(
            RowLine(2, "hit", "SOLVANE · C0118832 · XBM", (hit,), "1-48201377-1795270000"),
            RowLine(9, "look_alike", "ORR · CO118832 · XBM", (replace(alike, anchor="h4"),), "1-48201384-1795270000"),
        ),
        open=(
            RowLine(12, "no_answer", "VANE · Q5501127 · XQL", said=(silent,)),
            RowLine(17, "partly_asked", "MARLOW · 1.2E+08 · XAR", said=(unread,)),
        ),
        not_asked=("Surname", "Seat"),
        next_page=f"{HERE}?after=10",
    )


MAPPING = Field("mapping", "Mapping to begin with", Widget.SELECT, options=(Option("", "None"), Option("Ministry", "Ministry")), plain=True)
REASONS = (Option("stolen_blank", "Stolen blank"), Option("stolen", "Stolen"), Option("lost", "Lost"))


def columns(frame: Frame) -> ColumnsView:
    return ColumnsView(
        frame=frame,
        register=3,
        name=NAME,
        title="ministry 2026-11.csv",
        kind="csv",
        encoding="cp1252",
        certain=False,
        columns=(
            load_columns.ColumnLine("column.0", "Passport No.", "number", "title", ("C0118832", "C0118833", "C0118834")),
            load_columns.ColumnLine("column.1", "Status", "reason", "content", ("S/B", "LST", "Stolen")),
            load_columns.ColumnLine("column.2", "Clerk", "", "nothing", ("K", "L", "M")),
        ),
        paths=(Option("number", "Number"), Option("reason", "Reason")),
        words=(
            load_columns.WordLine("value.0", "reason", "LST", 31, "lost", REASONS),
            load_columns.WordLine("value.1", "reason", "??", 2, "", REASONS),
        ),
        rows=(
            load_columns.RowLine((("Number", "C0118832"), ("Reason", "Lost")), ()),
            load_columns.RowLine((), (message("{field}: {sentence}", field="reason", sentence="?? is not in the list."),)),
        ),
        wrong=(message("{field}: This column is required.", field="issuer"),),
        fields=(
            Field("law", "National law or authority", plain=True),
            Field("keep", "Keep what the columns are as a mapping of your unit, under the name"),
        ),
    )


def list_pages(
    frame: Callable[..., Frame], themed: Callable[[Any], Any], t: Translator, hit: HitView, alike: HitView
) -> dict[str, Element]:
    """Each page of lists in its states."""
    where = frame("/check/list")
    mine = (ListLine(HERE, "ferry 0912 passengers.csv", AT, "done", 412, COUNTS), ListLine(HERE, "crew.csv", AT, "kept", 0, {}))
    done = answers(where, hit, alike)
    going = replace(done, state="unfinished", going=True, done=500, total=6_000, job="/jobs/1", cards=(), open=(), next_page="")
    files = frame("/registers/3/load/columns")
    return {
        "load-choose": load_columns.choose_page(themed(ChooseView(files, 3, (MAPPING,), ("Ministry",))), t),
        "load-columns": load_columns.columns_page(themed(columns(files)), t),
        "lists": list_check.lists_page(themed(ListsView(where, mine)), t),
        "lists-empty": list_check.lists_page(themed(ListsView(where, (), message("Choose a file."))), t),
        "list-dry": list_check.dry_page(themed(dry(where)), t),
        "list-answers": list_check.answers_page(themed(done), t),
        "list-going": list_check.answers_page(themed(replace(going, left=message("About {seconds} s left.", seconds="12"))), t),
    }
