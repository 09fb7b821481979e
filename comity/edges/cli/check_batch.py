"""Many checks from a file. CSV: a column `kind` and `value`, or one column a kind (document, vin, plate, imo, serial ...); beside them
`issuer` (country or maker) and `reference`; of persons `person` (the name), `born`, `nationality`, `sex`, `birth_place`.
JSONL: one object a line, with `identifiers`, `person` and `reference` as in the API.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

import msgspec

from comity.client.checks import Batch, BatchItem, Identifier, Question
from comity.client.persons import Person
from comity.edges.cli.check_shapes import asker_of, look_of, named, one_line, tally, worst
from comity.edges.cli.connection import client
from comity.edges.cli.exits import Exit
from comity.edges.cli.sentences import Stopped
from comity.edges.cli.terminal import note, out

MOST: Final = 10_000  # checks of one request
_KINDS: Final = (
    *("document", "mrz", "vin", "vin_like", "last8", "plate", "engine", "imo", "hin", "mmsi", "call_sign", "vessel_registration"),
    *("vessel_name", "serial", "imei", "phone", "email", "iban", "crypto_address", "md5", "sha256", "pdq"),
)
_WITH_ISSUER: Final = frozenset({"document", "plate", "vessel_registration", "serial"})
_OF_PERSONS: Final = ("born", "nationality", "sex", "birth_place")
_BESIDE: Final = frozenset({"kind", "value", "issuer", "reference", "person", *_OF_PERSONS})


def check_file(path: Path, base: Question, *, json: bool) -> int:
    """Asks everything in the file, up to 10,000 a request; results come in the file's order as they are answered."""
    counted: Counter[Exit] = Counter()
    items = read(path)
    while chunk := tuple(islice(items, MOST)):
        counted.update(_ask(chunk, base, json=json))
    if not counted:
        raise Stopped(f"{path} holds no check.")
    note(f"{counted.total()} checks: {tally(counted)}.")
    return worst(counted)


def _ask(chunk: tuple[BatchItem, ...], base: Question, *, json: bool) -> Iterator[Exit]:
    batch = Batch(chunk, base.purpose, base.registers, base.officer, base.unit, base.protected)
    for result in client().check_batch(batch):
        item = chunk[result.place]
        if json:
            out().file.write(msgspec.json.encode({"reference": item.reference, **msgspec.to_builtins(result)}).decode() + "\n")
            yield look_of(result).code
        else:
            asked = named(item.identifiers, item.person)
            yield one_line(result, f"{item.reference}: {asked}" if item.reference else asked, asker_of(batch))


def read(path: Path) -> Iterator[BatchItem]:
    """The checks of a file. Raises: Stopped with the line, before anything of its chunk is asked."""
    match path.suffix.lower():
        case ".csv":
            yield from _csv(path)
        case ".jsonl" | ".ndjson":
            yield from _jsonl(path)
        case _:
            raise Stopped(f"{path} is neither .csv nor .jsonl.")


def _jsonl(path: Path) -> Iterator[BatchItem]:
    decoder = msgspec.json.Decoder(BatchItem)
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                yield decoder.decode(line)
            except msgspec.MsgspecError as problem:
                raise Stopped(f"{path}, line {number}: {problem}") from None


def _csv(path: Path) -> Iterator[BatchItem]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, strict=True)
        titles = [title.strip().lower() for title in rows.fieldnames or ()]
        rows.fieldnames = titles
        unknown = set(titles) - _BESIDE - set(_KINDS)
        if unknown or not ({"kind", "value"} <= set(titles) or set(titles) & {*_KINDS, "person"}):
            wrong = f"knows no column {min(unknown)!r}" if unknown else "has no column that says what to ask about"
            raise Stopped(f"{path} {wrong}.", f"Columns: kind and value, or person, {', '.join(_KINDS)}; issuer, reference.")
        try:
            for row in rows:
                yield _item(path, rows.line_num, {name: (value or "").strip() for name, value in row.items() if isinstance(name, str)})
        except csv.Error as problem:
            raise Stopped(f"{path}, line {rows.line_num}: {problem}.") from None


def _item(path: Path, line: int, row: dict[str, str]) -> BatchItem:
    issuer = row.get("issuer", "") if row.get("serial") or row.get("kind") == "serial" else row.get("issuer", "").upper()
    asked = [Identifier(row["kind"], row.get("value", ""), issuer)] if row.get("kind") else []
    asked += [Identifier(kind, row[kind], issuer if kind in _WITH_ISSUER else "") for kind in _KINDS if row.get(kind)]
    who = Person(row["person"], **{part: row.get(part, "") for part in _OF_PERSONS}) if row.get("person") else None
    if not (asked or who) or not all(one.value for one in asked):
        raise Stopped(f"{path}, line {line}: nothing to ask about.")
    return BatchItem(tuple(asked), row.get("reference", ""), who)
