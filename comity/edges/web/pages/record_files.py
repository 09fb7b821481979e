"""The files of a record on its page: small images that come when they are looked at, links to the whole ones, and the form to add one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.elements import free
from comity.edges.web.forms import Field, Option, Widget, field, post, submit
from comity.edges.web.i18n import Message, Translator, mark

NAMES: Final = {
    "image/jpeg": mark("Image"),
    "image/png": mark("Image"),
    "application/pdf": mark("PDF document"),
    "text/plain": mark("Text"),
    "application/x-ansi-nist-itl": mark("Fingerprint file"),
    "image/x-wsq": mark("Fingerprint image"),
    "application/x-iso19794-2": mark("Fingerprint template"),
    "application/x-iso19794-4": mark("Fingerprint image"),
    "application/x-abif": mark("DNA analysis file"),
}
_KIB: Final = 1024


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file. `label`: of its field, a message id. `width`, `height`: of its preview in pixels, 0 where it has none."""

    id: str
    label: str
    media_type: str
    size: int
    title: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class FilesView:
    """What of a record's files is shown. `fields`: where one may be added, empty for who may not; `error`: why the last was not."""

    record_id: str
    csrf: str
    files: tuple[FileLine, ...]
    fields: tuple[Option, ...] = ()
    error: Message | None = None
    title: str = ""
    chosen: str = ""
    protected: bool = False


def card(view: FilesView | None, t: Translator) -> Node:
    """The section; nothing where there is nothing to see and nothing to do."""
    if view is None or not (view.files or view.fields):
        return None
    return h.section(".card.stack", id="files")[
        h.h2[t("Files")],
        h.ul(".files")[(_line(each, view, t) for each in view.files)] if view.files else h.p(".quiet")[t("No file yet.")],
        bool(view.fields) and _adding(view, t),
    ]


def _line(each: FileLine, view: FilesView, t: Translator) -> Element:
    protected = "?protected=yes" if view.protected else ""
    places = {"record": view.record_id, "file": each.id}
    name = t(each.label)
    small = each.width > 0 and h.img(
        src=paths.at(paths.RECORD_FILE_PREVIEW, **places) + protected,
        alt=f"{name}: {each.title}" if each.title else name,
        width=each.width,
        height=each.height,
        loading="lazy",
        decoding="async",
    )
    what = t(NAMES.get(each.media_type, mark("File")))
    return h.li[
        h.a(href=paths.at(paths.RECORD_FILE, **places) + protected)[small or what],
        h.div[
            h.b[name],
            each.title and h.p[free(each.title)],
            h.p(".small.quiet")[what, " · ", t("{n} KB", n=t.number(max(1, round(each.size / _KIB))))],
        ],
        bool(view.fields) and _removing(places, view, t),
    ]


def _removing(places: dict[str, str], view: FilesView, t: Translator) -> Element:
    return h.details(".act")[
        h.summary[t("Take away")],
        post(
            paths.at(paths.RECORD_FILE_REMOVE, **places),
            view.csrf,
            h.p(".small.quiet")[t("The file is erased. This cannot be undone.")],
            submit(t("Take away"), primary=False),
            class_="stack",
        ),
    ]


def _adding(view: FilesView, t: Translator) -> Element:
    hint = mark("JPEG, PNG or JPEG 2000; a PDF or plain text where a document goes. Of an image its pixels alone are kept.")
    asked = (
        Field("field", "Where it belongs", Widget.SELECT, view.chosen or view.fields[0].value, options=view.fields, required=True),
        Field("file", "File", Widget.FILE, hint=hint, error=view.error, required=True, accept=""),
        Field("title", "What it shows", value=view.title),
    )
    to = paths.at(paths.RECORD_FILES, record=view.record_id)
    return h.details(".act", open=view.error is not None)[
        h.summary[t("Add a file")],
        post(to, view.csrf, (field(each, t, "file-") for each in asked), submit(t("Add"), primary=False), class_="stack", upload=True),
    ]
