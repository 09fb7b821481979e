"""The refused rows of a load: kept batch by batch, handed out as the user's own file with columns of what is wrong."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from comity.engines.spool import Spool
from comity.engines.spool.spool import LIFE
from comity.kernel.errors import Fault
from comity.registers.csv_files import csv_line
from comity.registers.loading.layout import ERROR_COLUMNS, Layout
from comity.registers.loading.model import Kind, Row
from comity.registers.loading.rows import ERRORS, Opened

Refusals = Sequence[tuple[Row, tuple[Fault, ...]]]
_BOM: Final = "\ufeff"


def keep(spool: Spool, file: Opened, wrong: Refusals, at: datetime) -> str:
    """Refused rows of one batch, as lines; the name of their piece."""
    text = "".join([line_of(file.kind, file.layout, row, faults) for row, faults in wrong])
    return spool.keep(text.encode(), at + LIFE)


def line_of(kind: Kind, layout: Layout, row: Row, faults: Sequence[Fault]) -> str:
    """One refused row with all that is wrong with it."""
    if kind is Kind.JSONL:
        return _json_line(row, faults)
    width = len(layout.titles)
    cells = (*row.cells, *[""] * (width - len(row.cells)))[:width]
    said = [f"{fault.sentence} Accepted: {fault.accepted}" if fault.accepted else fault.sentence for fault in faults]
    return csv_line([*cells, "; ".join(fault.field for fault in faults), "; ".join(fault.code for fault in faults), "; ".join(said)])


def _json_line(row: Row, faults: Sequence[Fault]) -> str:
    said = [{"field": fault.field, "code": fault.code, "sentence": fault.sentence, "accepted": fault.accepted} for fault in faults]
    try:
        given = msgspec.json.decode(row.cells[0])
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        given = None
    made = {**given, ERRORS: said} if isinstance(given, dict) else {"line": row.cells[0], ERRORS: said}
    return msgspec.json.encode(made).decode() + "\n"


def whole(spool: Spool, file: Opened, pieces: Sequence[str], at: datetime) -> str:
    """One file of all pieces, and its name; empty where nothing was refused. The pieces go."""
    if not pieces:
        return ""
    with spool.writing(at + LIFE) as (name, out):
        if file.kind is not Kind.JSONL:
            out.write((_BOM + csv_line([*file.layout.titles, *ERROR_COLUMNS])).encode())
        for piece in pieces:
            stream = spool.reading(piece, at)
            if stream is not None:
                with stream:
                    shutil.copyfileobj(stream, out)
    return name


def drop(spool: Spool, pieces: Sequence[str]) -> None:
    """The pieces, once the whole is handed out."""
    for piece in pieces:
        spool.drop(piece)


def file_name(kind: Kind) -> str:
    """Under which name it is handed out."""
    return "refused.jsonl" if kind is Kind.JSONL else "refused.csv"
