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

WIDTH: Final = 1000  # stretched to the room that there is; lines keep their strength
HEIGHT: Final = 200
_MOST_SERIES: Final = 4  # one colour each, told apart without colour by their place
_WIDE: Final = 12  # labels below the drawing, where there is room and where there is little
_NARROW: Final = 4


@dataclass(frozen=True, slots=True)
class Series:
    """One row of bars: its name in the officer's language, and a count for each label; None where it is hidden."""

    name: str
    counts: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars side by side. `key` makes its ids one of a kind on the page. `below`: for each label its short form in one or two lines."""

    key: str
    title: str
    says: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    below: tuple[tuple[str, ...], ...] = ()


def scale(highest: int) -> int:
    """The top of the scale: 1, 2 or 5 times a power of ten, not below the highest count."""
    power = 1
    while True:
        for step in (1, 2, 5):
            if step * power >= highest:
                return step * power
        power *= 10


def draw(chart: Chart, t: Translator) -> Element:
    """The drawing and its legend, in a figure. Geometry stands in SVG, words beside it in HTML, so that they never shrink."""
    top = scale(max((count or 0 for one in chart.series for count in one.counts), default=1) or 1)
    steps = [top * part // 4 for part in range(5) if top * part % 4 == 0]
    parts = "".join((*(_line(step, top) for step in steps), *_bars(chart, top, t)))
    ids = f'aria-labelledby="{chart.key}-t {chart.key}-d"'
    drawing = Markup(  # noqa: S704  (drawn here; every word in it is escaped)
        f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" role="img" {ids} xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{chart.key}-t">{escape(chart.title)}</title><desc id="{chart.key}-d">{escape(chart.says)}</desc>{parts}</svg>'
    )
    swatches = (h.span(class_=f"swatch c{place}", aria_hidden="true") for place in range(len(chart.series)))
    legend = h.ul(".legend")[(h.li[swatch, one.name] for swatch, one in zip(swatches, chart.series, strict=True))]
    numbers = h.div(".y", aria_hidden="true")[(h.span[t.number(step)] for step in reversed(steps))]
    return h.figure(".chart-box")[h.figcaption[chart.title], h.div(".chart.bars")[numbers, drawing, _below(chart)], legend]


def _line(step: int, top: int) -> str:
    y = HEIGHT - HEIGHT * step / top
    return f'<line class="grid" x1="0" x2="{WIDTH}" y1="{y:g}" y2="{y:g}"/>'


def _below(chart: Chart) -> Element:
    """A place for each label; said where there is room. The table has them all."""
    short = chart.below or tuple((label,) for label in chart.labels)
    wide, narrow = (-(-len(short) // most) for most in (_WIDE, _NARROW))
    places = (
        h.span(class_=None if place % narrow == 0 else "far")[place % wide == 0 and h.span[(h.span[line] for line in lines)]]
        for place, lines in enumerate(short)
    )
    return h.div(".x", aria_hidden="true")[places]


def _bars(chart: Chart, top: int, t: Translator) -> Iterator[str]:
    """A bar for each count; a hidden one is a mark on the ground line, as it might be any number under five."""
    room = WIDTH / max(len(chart.labels), 1)
    wide = room * 0.8 / max(len(chart.series), 1)
    for row, one in enumerate(chart.series[:_MOST_SERIES]):
        for place, count in enumerate(one.counts):
            x = room * (place + 0.1) + wide * row
            high = HEIGHT * (count or 0) / top
            said = f"{one.name}, {chart.labels[place]}: {t.number(count) if count is not None else t('under five, or none')}"
            kind = f"c{row}" if count is not None else "hidden"
            high = high if count is not None else 4
            yield (
                f'<rect class="{kind}" x="{x:.2f}" y="{HEIGHT - high:.2f}" width="{wide * 0.92:.2f}" height="{high:.2f}">'
                f"<title>{escape(said)}</title></rect>"
            )


def numbers(counts: Sequence[int | None], t: Translator) -> list[str]:
    """The same counts as a table says them."""
    return [t.number(count) if count is not None else "–" for count in counts]
