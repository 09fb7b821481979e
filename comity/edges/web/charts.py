"""Charts drawn on the server: plain SVG with a title and a description, beside a table that says the same in full.

Colours are classes, so that light, dark and print each have theirs. Time runs from left to right in every language, so that bureaus
compare the same picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import htpy as h
from htpy import Element
from markupsafe import Markup, escape

from comity.edges.web.i18n import Translator

WIDTH: Final = 640
HEIGHT: Final = 200
_LEFT: Final = 56  # for the numbers of the scale
_BELOW: Final = 24  # for the labels
_ABOVE: Final = 10
_MOST_SERIES: Final = 4  # one colour each, told apart without colour by their place


@dataclass(frozen=True, slots=True)
class Series:
    """One row of bars: its name in the officer's language, and a count for each label; None where it is hidden."""

    name: str
    counts: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars side by side. `key` makes its ids one of a kind on the page."""

    key: str
    title: str
    says: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]


def scale(highest: int) -> int:
    """The top of the scale: 1, 2 or 5 times a power of ten, not below the highest count."""
    power = 1
    while True:
        for step in (1, 2, 5):
            if step * power >= highest:
                return step * power
        power *= 10


def draw(chart: Chart, t: Translator) -> Element:
    """The drawing and its legend, in a figure."""
    top = scale(max((count or 0 for one in chart.series for count in one.counts), default=1) or 1)
    parts = "".join((*_lines(top, t), *_bars(chart, top, t), *_labels(chart)))
    ids = f'aria-labelledby="{chart.key}-t {chart.key}-d"'
    drawing = Markup(  # noqa: S704  (drawn here; every word in it is escaped)
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" {ids} xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{chart.key}-t">{escape(chart.title)}</title><desc id="{chart.key}-d">{escape(chart.says)}</desc>{parts}</svg>'
    )
    swatches = (h.span(class_=f"swatch c{place}", aria_hidden="true") for place in range(len(chart.series)))
    legend = h.ul(".legend")[(h.li[swatch, one.name] for swatch, one in zip(swatches, chart.series, strict=True))]
    return h.figure(".chart-box")[h.figcaption[chart.title], drawing, legend]


def _lines(top: int, t: Translator) -> Iterator[str]:
    """Four lines of the scale with their numbers."""
    tall = HEIGHT - _BELOW - _ABOVE
    for part in range(5):
        count = top * part / 4
        if count != int(count):
            continue
        y = HEIGHT - _BELOW - tall * part / 4
        yield f'<line class="grid" x1="{_LEFT}" x2="{WIDTH}" y1="{y:g}" y2="{y:g}"/>'
        said = escape(t.number(int(count)))
        yield f'<text class="tick" x="{_LEFT - 6}" y="{y + 4:g}" text-anchor="end" direction="ltr">{said}</text>'


def _bars(chart: Chart, top: int, t: Translator) -> Iterator[str]:
    """A bar for each count; a hidden one is a mark on the ground line, as it might be any number under five."""
    tall = HEIGHT - _BELOW - _ABOVE
    room = (WIDTH - _LEFT) / max(len(chart.labels), 1)
    wide = room * 0.8 / max(len(chart.series), 1)
    for row, one in enumerate(chart.series[:_MOST_SERIES]):
        for place, count in enumerate(one.counts):
            x = _LEFT + room * (place + 0.1) + wide * row
            high = tall * (count or 0) / top
            said = f"{one.name}, {chart.labels[place]}: {t.number(count) if count is not None else t('under five, or none')}"
            kind = f"c{row}" if count is not None else "hidden"
            high = high if count is not None else 3
            yield (
                f'<rect class="{kind}" x="{x:.2f}" y="{HEIGHT - _BELOW - high:.2f}" width="{wide * 0.92:.2f}" height="{high:.2f}">'
                f"<title>{escape(said)}</title></rect>"
            )


def _labels(chart: Chart) -> Iterator[str]:
    """Every label where there is room, else every second or third."""
    room = (WIDTH - _LEFT) / max(len(chart.labels), 1)
    every = 1 + int(44 / room)
    for place, label in enumerate(chart.labels):
        if place % every == 0:
            x = _LEFT + room * (place + 0.5)
            odd = " odd" if place // every % 2 else ""
            yield f'<text class="tick{odd}" x="{x:.2f}" y="{HEIGHT - 7}" text-anchor="middle" direction="ltr">{escape(label)}</text>'


def numbers(counts: Sequence[int | None], t: Translator) -> list[str]:
    """The same counts as a table says them."""
    return [t.number(count) if count is not None else "–" for count in counts]
