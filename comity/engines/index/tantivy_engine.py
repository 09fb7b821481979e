"""The index over tantivy: one field of terms, each a key mixed with its lane, so that a lane that is not asked costs nothing.

Scores: every term has the weight that the question gives it (a constant score), never one of the engine's own. Documents of the same score
are ordered by the field `tie`, made from the record's hash. Where more of them stand at the end of what is wanted than were fetched, the
engine is asked again with each score multiplied by log2(2 + tie), 1.0005 at most: that orders equal scores and no others, as long as
weights are whole multiples of `UNIT` and their sum is below `MOST_SCORE`. It takes twice as long.

What a document holds lies one behind the other in a file of our own, `held.bin`, and its place in the index: reading two hundred from the
engine's store of documents takes longer than finding them. Bytes behind the last commit are nobody's.
"""

from __future__ import annotations

import contextlib
import mmap
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import tantivy

from comity.engines.index.port import Document, Found, Index, IndexUnusable, Question, Writer

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNIT: Final = 0.25  # weights are rounded to it
MOST_SCORE: Final = 400.0
_TIES: Final = 0.0006  # log2(2 + 0.0006) = 1.00043
_MIDDLE: Final = 1.0002
_FETCHED: Final = 2  # times as many as wanted, so that most groups of equal scores are there as a whole
_SPARE: Final = 24  # more than wanted, so that of the last ones, equal to the last bit, the same are chosen each time
_LENGTH_BITS: Final = 16  # of `at`, below the place
HELD: Final = "held.bin"
_HEAP: Final = 96_000_000  # bytes before the writer makes a segment
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX_1: Final = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2: Final = np.uint64(0x94D049BB133111EB)
_TERM, _RECORD, _ENDS, _TIE, _AT = "term", "record", "ends", "tie", "at"


def _schema() -> tantivy.Schema:
    made = tantivy.SchemaBuilder()
    made.add_unsigned_field(_TERM, indexed=True)
    made.add_unsigned_field(_RECORD, indexed=True)
    made.add_unsigned_field(_ENDS, indexed=True)
    made.add_float_field(_TIE, fast=True)
    made.add_integer_field(_AT, fast=True)  # an unsigned fast field panics in tantivy-py 0.27
    return made.build()


def in_lane(keys: NDArray[np.uint64], lane: int) -> NDArray[np.uint64]:
    """The terms of keys in a lane: 64 bits that nobody reads either from. Source: Steele, Lea, Flood, "SplitMix64", OOPSLA 2014."""
    with np.errstate(over="ignore"):
        mixed = keys + _MIX * np.uint64((lane * 2 + 1) & 0xFFFF_FFFF_FFFF_FFFF)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * _MIX_1
        mixed = (mixed ^ (mixed >> np.uint64(27))) * _MIX_2
        return np.asarray(mixed ^ (mixed >> np.uint64(31)))


@contextlib.contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except (ValueError, OSError) as problem:
        raise IndexUnusable(f"The index in {folder} cannot be used as it stands: {problem}") from problem


def create(folder: Path) -> Writer:
    """A new index in an empty folder. Raises: IndexUnusable."""
    with _told(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return TantivyWriter(folder, tantivy.Index(_schema(), str(folder), reuse=False))


def open_writer(folder: Path) -> Writer:
    """Goes on with an index as of its last commit. Raises: IndexUnusable."""
    with _told(folder):
        return TantivyWriter(folder, tantivy.Index.open(str(folder)))


def open_index(folder: Path) -> Index:
    """The index as of its last commit, to be asked. Raises: IndexUnusable."""
    with _told(folder):
        return TantivyIndex(folder)


class TantivyWriter:
    """One thread indexes and merges, so that the checks beside it keep the other core."""

    def __init__(self, folder: Path, index: tantivy.Index) -> None:
        self._folder = folder
        self._schema = index.schema
        self._writer = index.writer(_HEAP, 1)
        self._held = (folder / HELD).open("ab")

    def add(self, documents: list[Document]) -> None:
        """As the port says."""
        for one in documents:
            made = tantivy.Document()
            for lane, keys in one.lanes:
                for term in in_lane(keys, lane).tolist():
                    made.add_unsigned(_TERM, term)
            made.add_unsigned(_RECORD, one.record)
            made.add_unsigned(_ENDS, one.ends)
            made.add_float(_TIE, tie_of(one.record))
            made.add_integer(_AT, self._held.tell() << _LENGTH_BITS | len(one.held))
            self._held.write(one.held)
            with _told(self._folder):
                self._writer.add_document(made)

    def remove(self, record: int) -> None:
        """As the port says. By a query: tantivy-py 0.27 deletes nothing by a term of an unsigned field, and says nothing."""
        with _told(self._folder):
            self._writer.delete_documents_by_query(tantivy.Query.term_query(self._schema, _RECORD, record, "basic"))

    def remove_ended(self, day: int) -> None:
        """As the port says."""
        with _told(self._folder):
            self._writer.delete_documents_by_query(tantivy.Query.term_query(self._schema, _ENDS, day, "basic"))

    def commit(self) -> None:
        """As the port says."""
        with _told(self._folder):
            self._held.flush()
            os.fsync(self._held.fileno())
            self._writer.commit()
            self._writer.garbage_collect_files()

    def close(self) -> None:
        """As the port says; merges under way end first."""
        with _told(self._folder):
            self._held.close()
            self._writer.rollback()
            self._writer.wait_merging_threads()


def tie_of(record: int) -> float:
    """The place of a record among others of the same score."""
    return (record & 0xFFFF_FFFF) / 0x1_0000_0000 * _TIES


class _Hit(NamedTuple):
    score: float
    tie: float
    held: bytes


class TantivyIndex:
    """A searcher over one commit."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        index = tantivy.Index.open(str(folder))
        index.config_reader("manual")
        self._schema = index.schema
        self._searcher = index.searcher()
        with (folder / HELD).open("rb") as file:
            self._held = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if os.fstat(file.fileno()).st_size else b""

    def __len__(self) -> int:
        return self._searcher.num_docs

    def search(self, question: Question) -> list[Found]:
        """As the port says."""
        terms = self._terms(question)
        if not terms:
            return []
        with _told(self._folder):
            hits = self._best(tantivy.Query.boolean_query(terms), question.most)
        hits.sort(key=lambda hit: (-hit.score, -hit.tie, hit.held))
        return [Found(hit.score, hit.held) for hit in hits[: question.most]]

    def _best(self, query: tantivy.Query, most: int) -> list[_Hit]:
        """At least the best of them, and whatever equals the last."""
        most_fetched = most * _FETCHED
        hits = self._searcher.search(query, most_fetched, count=False).hits
        if len(hits) > most:
            last = hits[most - 1][0]
            if len(hits) == most_fetched and hits[-1][0] == last:
                hits = self._searcher.search(query, most + _SPARE, count=False, weight_by_field=_TIE).hits
                last = hits[most - 1][0]
            hits = [hit for hit in hits if hit[0] >= last]
        addresses = [address for _, address in hits]
        ties = self._searcher.fast_field_values(_TIE, addresses)
        places = self._searcher.fast_field_values(_AT, addresses)
        return [
            _Hit(round(hit[0] / UNIT / _MIDDLE) * UNIT, tie or 0.0, self._at(at)) for hit, tie, at in zip(hits, ties, places, strict=True)
        ]

    def _at(self, place: float | None) -> bytes:
        start, length = int(place or 0) >> _LENGTH_BITS, int(place or 0) & (1 << _LENGTH_BITS) - 1
        return self._held[start : start + length]

    def _terms(self, question: Question) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        keys = np.array([key for key, _ in question.keys], np.uint64)
        weights = [max(round(weight / UNIT), 1) * UNIT for _, weight in question.keys]
        made = []
        for lane in question.lanes:
            for term, weight in zip(in_lane(keys, lane).tolist(), weights, strict=True):
                query = tantivy.Query.const_score_query(tantivy.Query.term_query(self._schema, _TERM, term, "basic"), weight)
                made.append((tantivy.Occur.Should, query))
        return made


__all__: Sequence[str] = ["TantivyIndex", "TantivyWriter", "create", "in_lane", "open_index", "open_writer"]
