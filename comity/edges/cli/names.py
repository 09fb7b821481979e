"""Names compared and searched on this machine alone: no server is asked, nothing is kept, and nothing leaves it."""

from __future__ import annotations

import csv
import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

from cyclopts import Parameter

from comity.edges.cli import name_files
from comity.edges.cli.inbox import AsJson
from comity.edges.cli.sentences import Stopped
from comity.edges.cli.terminal import note

if TYPE_CHECKING:
    pass

Kind = Literal["guess", "person", "organisation"]
Out = Annotated[Path, Parameter(help="Where the result goes, as CSV; an existing file is replaced once the result is whole.")]
Whose = Annotated[
    Kind, Parameter(help="Whose names: `guess` takes those with a legal form (Ltd, GmbH) for organisations, others for persons.")
]

EVEN: Final = 0.5
ONE_IN_5000: Final = 2e-4
_SMALL: Final = 300_000  # bytes of a file, below which a second process costs more than it saves


def explain(
    a: Annotated[str, Parameter(help="A name, in any script.")],
    b: Annotated[str, Parameter(help="Another.")],
    *,
    dob_a: Annotated[str, Parameter(help="Birth date of the first, as far as it is known.")] = "",
    dob_b: Annotated[str, Parameter(help="Birth date of the second.")] = "",
    nationality_a: Annotated[str, Parameter(help="Nationality of the first, by code or name.")] = "",
    nationality_b: Annotated[str, Parameter(help="Nationality of the second.")] = "",
    prior: Annotated[float, Parameter(help="How probable it is that they are one, before anything is compared.")] = ONE_IN_5000,
    kind: Whose = "guess",
    json: AsJson = False,
) -> int:
    """Shows two names side by side, part by part, and what makes them one person or two."""
    from comity.edges.cli.name_shapes import show
    from comity.search.corpus import Row
    from comity.search.corpus.pairs import Two, What

    _named(a, b)
    two = Two(Row("a", a, dob_a, nationality_a), Row("b", b, dob_b, nationality_b))
    show(two, _probable(prior), What(kind), json=json)
    return 0


def score(
    pairs: Annotated[Path, Parameter(help="CSV with the columns a and b; optionally dob_a, dob_b, nationality_a, nationality_b.")],
    *,
    out: Out,
    prior: Annotated[float, Parameter(help="Which share of the pairs is of one bearer, before anything is compared.")] = EVEN,
    kind: Whose = "guess",
) -> int:
    """Scores pairs of names: adds `score` (likeness) and `probability`, both 0 to 1, to each row."""
    from comity.search.corpus.pairs import Two, What, scores

    headings = name_files.columns(pairs, ("a", "b"))
    added = [name for name in ("score", "probability") if name not in headings]
    counted: Counter[str] = Counter()
    rows, again = list(name_files.pairs(pairs)), _workers(pairs)
    made = scores((Two(row.a, row.b) for row in rows), _probable(prior), What(kind), again)

    def written() -> Iterator[Mapping[str, str]]:
        for row, one in zip(rows, made, strict=True):
            counted.update(one.unread)
            yield {**row.cells, "score": f"{one.likeness:.4f}", "probability": f"{one.probability:.6f}"}

    count = _write(out, [*headings, *added], written())
    _end(f"{count:,} pairs scored into {out}.", counted)
    return 0


def search(
    corpus: Annotated[Path, Parameter(help="CSV with the columns id and name; optionally dob, nationality.")],
    queries: Annotated[Path, Parameter(help="CSV with the columns qid and name; optionally dob, nationality.")],
    *,
    out: Out,
    ranks: Annotated[int, Parameter(help="At most so many rows of the corpus for each question, 1 to 50.")] = 50,
) -> int:
    """Finds each name of a file among those of another: writes `qid,rank,id,score`, the likest first."""
    from comity.search.corpus import MOST_RANKS, build
    from comity.search.corpus.asking import answers

    if not 1 <= ranks <= MOST_RANKS:
        raise Stopped(f"--ranks is 1 to {MOST_RANKS}.")
    name_files.columns(corpus, ("id", "name"))
    asked = list(name_files.people(queries, "qid"))
    with tempfile.TemporaryDirectory(prefix="comity-names-") as folder:
        place = Path(folder) / "index"
        count, unread = build(name_files.people(corpus, "id"), place, _workers(corpus))
        note(f"{count:,} names read; {len(asked):,} questions.")
        found = answers(asked, place, ONE_IN_5000, _workers(queries), ranks)
        rows = ({"qid": row.id, "rank": str(one.rank), "id": one.id, "score": f"{one.score:.4f}"} for row, many in found for one in many)
        lines = _write(out, ("qid", "rank", "id", "score"), rows)
    _end(f"{lines:,} rows found, in {out}.", Counter(field for _, field in unread))
    return 0


def _named(*names: str) -> None:
    if not all(name.strip() for name in names):
        raise Stopped("Both names must say something.")


def _probable(prior: float) -> float:
    if not 0 < prior < 1:
        raise Stopped("--prior is a probability: above 0 and below 1.")
    return prior


def _workers(file: Path) -> int:
    return (os.cpu_count() or 1) if file.stat().st_size > _SMALL else 1


def _end(sentence: str, counted: Mapping[str, int]) -> None:
    note(sentence)
    for line in name_files.unread(counted):
        note(line)


def _write(place: Path, headings: Sequence[str], rows: Iterable[Mapping[str, str]]) -> int:
    """Writes beside the place and puts it there once it is whole. Gives how many rows."""
    count = 0
    with _whole(place) as written, written.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headings, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        for count, row in enumerate(rows, 1):  # noqa: B007 - counted as it goes
            writer.writerow(row)
    return count


@contextmanager
def _whole(place: Path) -> Iterator[Path]:
    if place.is_dir() or not place.parent.is_dir():
        raise Stopped(f"{place} is no place for a file.")
    unfinished = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        yield unfinished
        unfinished.replace(place)
    finally:
        unfinished.unlink(missing_ok=True)
