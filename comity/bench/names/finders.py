"""Indexes of names beside each other: ours, trigrams in tantivy, pg_trgm in PostgreSQL. The peers get names in anyascii's letters, small:
without that they would find nothing at all across scripts.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import psycopg
import tantivy
from anyascii import anyascii

from comity.bench.world import server_of
from comity.engines.store.passwords import SUPERUSER
from comity.search.corpus import Asker, build
from comity.search.corpus.model import Row

RANKS: Final = 10
SIMILAR: Final = 0.35  # pg_trgm's threshold; at its default of 0.3 a question takes twice as long
_HEAP: Final = 128_000_000
_PRIOR: Final = 2e-4
_STALE: Final = re.compile(r"[^a-z0-9 ]+")


class Finder(Protocol):
    """An index that is there. `find`: the ids of the likest names, the best first, at most RANKS."""

    def find(self, name: str) -> list[str]:
        """The ids of the likest names, the best first, at most `RANKS`."""


@dataclass(frozen=True, slots=True)
class Built:
    """An index with what it took. Units: seconds, megabytes (10**6)."""

    finder: Finder
    build_s: float
    mb: float


def folded(name: str) -> str:
    """Small letters and digits of anyascii."""
    return _STALE.sub(" ", anyascii(name).lower()).strip()


class _Ours:
    def __init__(self, folder: Path) -> None:
        self._asker = Asker(folder, _PRIOR)

    def find(self, name: str) -> list[str]:
        return [one.id for one in self._asker.ask(Row("", name), RANKS)]


@contextmanager
def ours(rows: Iterable[Row], folder: Path, workers: int) -> Iterator[Built]:
    """Keys of names, ordered anew by likeness: what the product does, without its database."""
    begun = time.perf_counter()
    build(rows, folder / "ours", workers)
    yield Built(_Ours(folder / "ours"), time.perf_counter() - begun, _mb(folder / "ours"))


class _Trigrams:
    def __init__(self, index: tantivy.Index) -> None:
        self._index, self._searcher = index, index.searcher()

    def find(self, name: str) -> list[str]:
        text = folded(name)
        pieces = {text[at : at + 3] for at in range(len(text) - 2)}
        terms = [(tantivy.Occur.Should, tantivy.Query.term_query(self._index.schema, "name", piece)) for piece in sorted(pieces)]
        if not terms:
            return []
        hits = self._searcher.search(tantivy.Query.boolean_query(terms), RANKS, count=False).hits
        return [str(self._searcher.doc(address).get_first("id")) for _, address in hits]


@contextmanager
def trigrams(rows: Iterable[Row], folder: Path, workers: int) -> Iterator[Built]:
    """Trigrams of tantivy, ordered by BM25."""
    begun = time.perf_counter()
    made = tantivy.SchemaBuilder()
    made.add_text_field("name", tokenizer_name="trigrams", index_option="freq")
    made.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    place = folder / "trigrams"
    place.mkdir()
    index = tantivy.Index(made.build(), str(place), reuse=False)
    index.register_tokenizer("trigrams", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(3, 3)).build())
    writer = index.writer(_HEAP, workers)
    for row in rows:
        writer.add_document(tantivy.Document(name=folded(row.name), id=row.id))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    yield Built(_Trigrams(index), time.perf_counter() - begun, _mb(place))


class _PgTrgm:
    _FIND = "select id from peer.name where name %% %s order by similarity(name, %s) desc, id limit %s"

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection

    def find(self, name: str) -> list[str]:
        text = folded(name)
        return [str(row[0]) for row in self._connection.execute(self._FIND, (text, text, RANKS), prepare=True)]


@contextmanager
def pg_trgm(rows: Iterable[Row], folder: Path, workers: int) -> Iterator[Built]:
    """pg_trgm with a GIN index, ordered by its similarity."""
    del workers
    with server_of(folder.parent) as server, psycopg.connect(server.dsn(SUPERUSER, "postgres"), autocommit=True) as connection:
        begun = time.perf_counter()
        connection.execute("create extension if not exists pg_trgm")
        connection.execute("drop schema if exists peer cascade; create schema peer; create table peer.name (id text, name text)")
        with connection.cursor().copy("copy peer.name from stdin") as copy:
            for row in rows:
                copy.write_row((row.id, folded(row.name)))
        connection.execute("set maintenance_work_mem = '512MB'")
        connection.execute("create index name_trgm on peer.name using gin (name gin_trgm_ops)")
        connection.execute("vacuum analyze peer.name")
        connection.execute(f"set pg_trgm.similarity_threshold = {SIMILAR}")
        built_s = time.perf_counter() - begun
        size = connection.execute("select pg_total_relation_size('peer.name')").fetchone()
        yield Built(_PgTrgm(connection), built_s, (int(size[0]) if size else 0) / 1e6)
        connection.execute("drop schema peer cascade")


def _mb(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
