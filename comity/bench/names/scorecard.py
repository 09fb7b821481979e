"""The scorecard: how well names are matched by script and culture, as one HTML page that needs nothing else, and as JSON.

Figures and invented examples alone: no name of a real person stands in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Final

import msgspec

from comity.bench.names.pairs import METRICS, Line
from comity.bench.names.reliability import CHECKS, HELD, SETTING, FalseHits, Notifications, Reliability, factor
from comity.bench.names.searches import LIKEST
from comity.bench.names.sources import Written

_SHOWN: Final = 3  # examples of each script
_CSS: Final = """
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#16202b;background:#fff}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2.2rem}table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{padding:.3rem .6rem;border-bottom:1px solid #d5dbe2;text-align:right;vertical-align:top}th{background:#f2f5f8;font-weight:600}
th:first-child,td:first-child,td.left,th.left{text-align:left}tr.ours td{background:#eaf4ee}small{color:#5a6775}
td.bar{width:9rem}td.bar span{display:block;height:.7rem;background:#2f6f4f}@media print{body{margin:0}}
"""


class Example(msgspec.Struct, frozen=True):
    """An invented name, how others write it, and what its likeness is."""

    script: str
    written: str
    latin: str
    likeness: float


class Case(msgspec.Struct, frozen=True):
    """One scorer over one set: the value of each metric with the middle 95 % of the bootstrap."""

    case: str
    scorer: str
    positives: int
    negatives: int
    figures: dict[str, tuple[float, float, float]]


class Card(msgspec.Struct, frozen=True):
    """All of it. `ceilings`: set to the share of its pairs of one bearer that have a word in common in sound."""

    version: str
    cases: tuple[Case, ...]
    ceilings: dict[str, float]
    reliability: Reliability
    false_hits: tuple[FalseHits, ...]
    culture_factor: float
    script_factor: float
    notifications: Notifications
    examples: tuple[Example, ...]


def case_of(line: Line) -> Case:
    """A line of the table of pairs."""
    values = zip(METRICS, line.figures.all(), line.low, line.high, strict=True)
    figures = {name: (round(value, 4), round(low, 4), round(high, 4)) for name, value, low, high in values}
    return Case(line.case, line.scorer, line.positives, line.negatives, figures)


def factors(rates: Sequence[FalseHits]) -> tuple[float, float]:
    """The highest rate of false hits by the lowest: among cultures, among scripts."""
    return factor(rates, "culture "), factor(rates, "nobody, ")


def chosen(names: Iterable[Written]) -> Iterator[Written]:
    """The first invented names of each script."""
    counted: dict[str, int] = {}
    for one in names:
        counted[one.script] = counted.get(one.script, 0) + 1
        if counted[one.script] <= _SHOWN:
            yield one


def write(card: Card, folder: Path) -> tuple[Path, Path]:
    """Both files into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    page, figures = folder / "scorecard.html", folder / "scorecard.json"
    page.write_text(html(card), encoding="utf-8")
    figures.write_bytes(msgspec.json.format(msgspec.json.encode(card), indent=2))
    return page, figures


def html(card: Card) -> str:
    """The page."""
    parts = (_pairs(card), _false_hits(card), _reliability(card), _notifications(card), _examples(card))
    head = f"<!doctype html><html lang=en><meta charset=utf-8><title>Comity: names, scorecard</title><style>{_CSS}</style>"
    said = f"<h1>Names, scorecard</h1><p>Comity {escape(card.version)}. Figures are of the half of each set on which nothing was tuned.</p>"
    return head + said + "".join(parts) + "</html>\n"


def _table(heads: Sequence[str], rows: Iterable[tuple[bool, Sequence[str]]]) -> str:
    """`rows`: whether it is ours, and its cells, already escaped."""
    top = "".join(f"<th>{escape(head)}</th>" for head in heads)
    body = "".join(f"<tr{' class=ours' if ours else ''}>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>" for ours, cells in rows)
    return f"<table><tr>{top}</tr>{body}</table>"


def _pairs(card: Card) -> str:
    def figure(one: Case, metric: str) -> str:
        value, low, high = one.figures[metric]
        return f"{value:.3f} <small>{low:.2f}-{high:.2f}</small>"

    rows = [
        (
            one.scorer == "comity",
            [
                f"{escape(one.case)} <small>{one.positives:,} + {one.negatives:,}</small>",
                escape(one.scorer),
                *(figure(one, m) for m in METRICS),
            ],
        )
        for one in sorted(card.cases, key=lambda one: one.case)
    ]
    ceilings = "; ".join(f"{escape(name)} {share:.2f}" for name, share in card.ceilings.items())
    heads = ("set (pairs of one bearer + of two)", "scorer", "best F1", "recall at 0.1 % false", "at 1 %", "at 5 %")
    said = (
        "<h2>Pairs</h2><p>Beside each figure the middle 95 % of a bootstrap by case. Pairs of one bearer that have any word in common in "
        f"sound, hence about the highest recall that a name alone allows: {ceilings}.</p>"
    )
    return said + _table(heads, rows)


def _false_hits(card: Card) -> str:
    rows = [
        (False, [escape(one.group), f"{one.searches:,}", f"{one.shown:,}", f"{one.rate:.3f}", f"{one.told:,}"]) for one in card.false_hits
    ]
    said = (
        "<h2>Strangers shown</h2><p>Searches by a bare name of people who are not recorded: how many show somebody at the default "
        f"threshold ({SETTING.possible}), how many would tell an owner ({SETTING.alarm}). The highest rate is {card.culture_factor:.1f} "
        f"times the lowest among cultures, {card.script_factor:.1f} times among scripts.</p>"
    )
    return said + _table(("who is searched", "searches", "show somebody", "rate", "tell an owner"), rows)


def _reliability(card: Card) -> str:
    found = card.reliability
    rows = [(False, [f"{count:,}", f"{said:.3f}", f"{true:.3f}"]) for count, said, true in found.bins]
    said = (
        f"<h2>Is the probability true?</h2><p>Of the {LIKEST} likest records of every search, {found.pairs:,} in all, "
        f"{found.share:.2%} are the person. Expected calibration error {found.error:.3f}; of those that would be shown "
        f"{found.shown_error:.3f}.</p>"
    )
    return said + _table(("records", "probability said", "share that is the person"), rows)


def _notifications(card: Card) -> str:
    told = card.notifications
    return (
        f"<h2>Owners told</h2><p>In {CHECKS:,} checks with birth date or nationality, one in 5,000 about somebody recorded, "
        f"{HELD:,} records, default thresholds: {told.right:.1f} rightly, {told.wrong:.1f} wrongly.</p>"
    )


def _examples(card: Card) -> str:
    rows = [(False, [escape(one.written), escape(one.latin), f"{one.likeness:.3f}"]) for one in card.examples]
    return "<h2>Invented names</h2>" + _table(("written", "as others write it", "likeness"), rows)
