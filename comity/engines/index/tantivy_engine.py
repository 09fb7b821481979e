"""The index over tantivy: one field of terms, each a key mixed with its lane, so that a lane that is not asked costs nothing.

Scores: every term has the weight that the question gives it (a constant score), never one of the engine's own. The field `tie` holds a
number below `_TIES` made from the record's hash; the engine multiplies a score by log2(2 + tie), 1.0005 at most, which orders equal
scores and no others as long as weights are whole multiples of `UNIT` and their sum is below `UNIT` / 0.0006.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import tantivy

from comity.engines.index.port import Document, Found, Index, IndexUnusable, Question, Writer

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNIT: Final = 0.25  # weights are rounded to it
MOST_SCORE: Final = 400.0
_TIES: Final = 0.0006  # log2(2 + 0.0006) = 1.00043
_MIDDLE: Final = 1.0002
_SPARE: Final = 24  # more than asked, so that of the last ones, equal to the last bit, the same are chosen each time
_HEAP: Final = 96_000_000  # bytes before the writer makes a segment
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX_1: Final = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2: Final = np.uint64(0x94D049BB133111EB)
_TERM, _RECORD, _ENDS, _TIE, _HELD = "term", "record", "ends", "tie", "held"


def _schema() -> tantivy.Schema:
    made = tantivy.SchemaBuilder()
    made.add_unsigned_field(_TERM, indexed=True)
    made.add_unsigned_field(_RECORD, indexed=True)
    made.add_unsigned_field(_ENDS, indexed=True)
    made.add_float_field(_TIE, fast=True)
    made.add_bytes_field(_HELD, stored=True)
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
            made.add_bytes(_HELD, one.held)
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
            self._writer.commit()
            self._writer.garbage_collect_files()

    def close(self) -> None:
        """As the port says; merges under way end first."""
        with _told(self._folder):
            self._writer.rollback()
            self._writer.wait_merging_threads()


def tie_of(record: int) -> float:
    """The place of a record among others of the same score."""
    return (record & 0xFFFF_FFFF) / 0x1_0000_0000 * _TIES


class TantivyIndex:
    """A searcher over one commit."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        index = tantivy.Index.open(str(folder))
        index.config_reader("manual")
        self._schema = index.schema
        self._searcher = index.searcher()

    def __len__(self) -> int:
        return self._searcher.num_docs

    def search(self, question: Question) -> list[Found]:
        """As the port says."""
        terms = self._terms(question)
        if not terms:
            return []
        with _told(self._folder):
            query = tantivy.Query.boolean_query(terms)
            hits = self._searcher.search(query, question.most + _SPARE, count=False, weight_by_field=_TIE).hits
            last = hits[question.most - 1][0] if len(hits) >= question.most else 0.0
            held = [(score, self._held(address)) for score, address in hits if score >= last]
        held.sort(key=lambda one: (-one[0], one[1]))
        return [Found(round(score / UNIT / _MIDDLE) * UNIT, blob) for score, blob in held[: question.most]]

    def _held(self, address: tantivy.DocAddress) -> bytes:
        found = self._searcher.doc(address).get_first(_HELD)
        return found if isinstance(found, bytes) else b""

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
