"""Clearances in the answers of checks. Pure but for the statement, which the group commit sends with what it writes.

It is sent for every commit, with a record and a document that nobody has where nothing was met: neither its number of round trips nor its
shape says that something was. Records that the asker does not see are no part of it (HIT-11).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

from comity.engines.keyring import Keyring
from comity.engines.store import Row
from comity.kernel.results import Answer, Cleared, Hit
from comity.search.clearances.documents import hashes, of_plan
from comity.search.planned import Plan
from comity.search.verify import Found

if TYPE_CHECKING:
    from comity.access.model import Reader

_SHOWN: Final = (
    "select record, document, since, until, authority, named, bureau from clearances.shown(%s::uuid[], %s::bytea[], %s::timestamptz)"
)


class Wanted(NamedTuple):
    """A record that a check met, and a hash of a document that the same check asked about."""

    plan: int
    record: UUID
    document: bytes


def wanted(plans: Sequence[Plan], found: Mapping[int, Sequence[Found]], keyring: Keyring) -> list[Wanted]:
    """What the checks of a commit may be told. Nothing is hashed for a check that met nothing in its asker's sight."""
    return list(_wanted(plans, found, keyring))


def _wanted(plans: Sequence[Plan], found: Mapping[int, Sequence[Found]], keyring: Keyring) -> Iterator[Wanted]:
    for index, pairs in found.items():
        if pairs:
            keys = [key for document in of_plan(plans[index]) for key in hashes(keyring, document)]
            for record in dict.fromkeys(candidate.id for candidate, _ in pairs):
                yield from (Wanted(index, record, key) for key in keys)


def shown_sql(asked: Sequence[Wanted], at: datetime) -> tuple[str, Sequence[object]]:
    """The statement and its values, of the same shape for none."""
    pairs = [(one.record, one.document) for one in asked] or [(UUID(bytes=os.urandom(16)), os.urandom(32))]
    return _SHOWN, ([record for record, _ in pairs], [document for _, document in pairs], at)


def told(asked: Sequence[Wanted], rows: Sequence[Row], plans: Sequence[Plan]) -> dict[int, dict[str, Cleared]]:
    """For each check, the clearances of its records by their ids, as its asker may see them."""
    known = {(row[0], bytes(row[1])): row for row in rows}
    given: dict[int, dict[str, Cleared]] = {}
    for one in asked:
        row = known.get((one.record, one.document))
        if row is not None:
            cleared = _cleared(row, plans[one.plan].query.reader)
            before = given.setdefault(one.plan, {}).get(str(one.record))
            given[one.plan][str(one.record)] = max(before or cleared, cleared, key=lambda each: each.since)
    return given


def _cleared(row: Row, reader: Reader) -> Cleared:
    """The bureau that gave it, where it allowed that or is of the asker's own authority: it tells where the document has been (HIT-12)."""
    _, _, since, until, authority, named, bureau = row
    return Cleared(since, until, bureau if named or authority == reader.authority else "")


def with_clearances(answers: Sequence[Answer], given: Mapping[str, Cleared]) -> tuple[Answer, ...]:
    """The answers with what is cleared said at its hit: grade, order, owner and first step stay as they are (HIT-10)."""
    return tuple(replace(answer, hits=tuple(_with(hit, given) for hit in answer.hits)) if answer.hits else answer for answer in answers)


def _with(hit: Hit, given: Mapping[str, Cleared]) -> Hit:
    cleared = given.get(hit.record)
    return replace(hit, cleared=cleared) if cleared else hit
