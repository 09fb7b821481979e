"""Loading a file whose columns have other names: what each stands for, what its words are, its first rows as they would be understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.elements import Column, Row, Table, head, identifier, link_button, say, table_card
from comity.edges.web.forms import Field, Option, Widget, errors, field, hidden, post, submit
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Message, Translator, mark
from comity.edges.web.names import REGISTER

WHY: Final = {
    "said": mark("as you said"),
    "name": mark("by its name"),
    "label": mark("by its label"),
    "title": mark("by a title in use"),
    "content": mark("by what stands in it"),
    "nothing": mark("not understood: left out"),
}


@dataclass(frozen=True, slots=True)
class ChooseView:
    """The first step. `mappings`: those of the unit."""

    frame: Frame
    register: int
    fields: tuple[Field, ...]
    mappings: tuple[str, ...] = ()
    error: Message | None = None


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One column: `name` of its input, `path` that it stands for, why, and its first cells."""

    name: str
    title: str
    path: str
    why: str
    sample: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordLine:
    """One word of a column of choices: `name` of its select, `value` that it is taken as, empty while nobody has said."""

    name: str
    path: str
    word: str
    rows: int
    value: str
    choices: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row as it would be understood, or what is wrong with it."""

    values: tuple[tuple[str, str], ...]
    wrong: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class ColumnsView:
    """`paths`: everything that a column may stand for, with its label; `wrong`: why nothing could be loaded as it is."""

    frame: Frame
    register: int
    name: str
    title: str
    kind: str
    encoding: str
    certain: bool
    columns: tuple[ColumnLine, ...]
    paths: tuple[Option, ...]
    words: tuple[WordLine, ...]
    rows: tuple[RowLine, ...]
    wrong: tuple[Message, ...]
    fields: tuple[Field, ...]


def choose_page(view: ChooseView, t: Translator) -> Element:
    """Which file, and which mapping to begin with."""
    upload = Field("file", mark("File"), Widget.FILE, hint=mark("The first line names the columns."), required=True, error=view.error)
    title = t("Load a file with columns of your own")
    return framed(
        view.frame,
        t,
        title,
        errors((upload, *view.fields), t),
        head(title, lead=t(REGISTER[view.register].name)),
        post(
            paths.at(paths.LOAD_COLUMNS, register=view.register),
            view.frame.csrf,
            field(upload, t),
            (field(each, t) for each in view.fields),
            h.p(".small.quiet")[t("Next you see what each column is taken for, and the first rows. Nothing is loaded before you say so.")],
            submit(t("Look at the file"), sign="load"),
            class_="card stack-l",
            upload=True,
        ),
        h.p[h.a(href=paths.at(paths.LOAD, register=view.register))[t("The file has the register's own columns")]],
    )


def columns_page(view: ColumnsView, t: Translator) -> Element:
    """Columns, words, the first rows; then how it is loaded. Nothing is loaded yet."""
    title = t("What the columns are")
    guess = not view.certain and t("The encoding is a guess: name another where letters look wrong.")
    return framed(
        view.frame,
        t,
        title,
        errors(view.fields, t),
        head(title, lead=h.bdi(dir="auto")[view.title]),
        say("", "doc", h.p[t("{kind}, {encoding}.", kind=view.kind.upper(), encoding=view.encoding), " ", guess]),
        view.wrong and say("hit", "bang", h.p[t("So nothing could be loaded:")], h.ul[(h.li[t.say(each)] for each in view.wrong)]),
        post(
            paths.at(paths.LOAD_COLUMNS_FILE, register=view.register, file=view.name),
            view.frame.csrf,
            h.datalist(id="paths")[(h.option(value=each.value)[each.label] for each in view.paths)],
            _columns(view, t),
            _words(view, t),
            _rows(view, t),
            h.section(".card.stack-l")[h.h2[t("How it is loaded")], (field(each, t) for each in view.fields)],
            h.div(".acts")[
                submit(t("Look again, as chosen here"), name="do", value="look", primary=False),
                submit(t("Load"), sign="load", name="do", value="load"),
                submit(t("Only say what would become of it"), name="do", value="dry", primary=False),
            ],
        ),
        link_button(paths.at(paths.LOAD_COLUMNS, register=view.register), t("Another file")),
    )


def _columns(view: ColumnsView, t: Translator) -> Element:
    columns = (Column(t("Column")), Column(t("Stands for")), Column(t("How that was found")), Column(t("First cells")))
    rows = tuple(
        Row(
            (
                h.label(for_=each.name)[h.bdi(dir="auto")[each.title]],
                h.input(".id", id=each.name, name=each.name, value=each.path, list="paths", dir="ltr", autocomplete="off"),
                t(WHY[each.why]),
                [[h.bdi(dir="auto")[cell], h.br] for cell in each.sample],
            )
        )
        for each in view.columns
    )
    return h.div(".stack")[
        table_card(Table(t("Columns"), columns, rows)),
        h.p(".small.quiet")[t("Empty: the column is left out.")],
    ]


def _words(view: ColumnsView, t: Translator) -> Node:
    if not view.words:
        return None
    columns = (Column(t("Word in the file")), Column(t("Column")), Column(t("Is taken as")), Column(t("Rows"), number=True))
    rows = tuple(_word(each, t) for each in view.words)
    return table_card(Table(t("Words that the register does not know"), columns, rows))


def _word(line: WordLine, t: Translator) -> Row:
    known = [h.option(value=one.value, selected=one.value == line.value)[one.label] for one in line.choices]
    unsaid = h.option(value="", selected=not line.value)[t("nobody has said: such rows are refused")]
    return Row(
        (
            h.label(for_=line.name)[h.bdi(dir="auto")[line.word]],
            [hidden(line.name.replace("value", "word"), f"{line.path}={line.word}"), identifier(line.path)],
            h.select(id=line.name, name=line.name)[unsaid, known],
            t.number(line.rows),
        )
    )


def _rows(view: ColumnsView, t: Translator) -> Node:
    if not view.rows:
        return None
    rows = tuple(
        Row((t.number(number), [[h.span(".quiet")[name, ": "], h.bdi(dir="auto")[value], " "] for name, value in each.values]
             or [h.p(".small.why-bad")[t.say(one)] for one in each.wrong]))
        for number, each in enumerate(view.rows, start=1)
    )  # fmt: skip
    return table_card(Table(t("The first rows, as they would be understood"), (Column(t("Row")), Column(t("Understood as"))), rows))
