"""Sets of pairs, kept between runs in the folder of the benchmarks: who is nearest to whom takes longer to find than to score.

Kept where the worlds are, outside of the clone; removed with that folder.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from comity.bench.names.model import PairSet

_DIGITS = 16


def sets(place: Path, shape: str, build: Callable[[], Sequence[PairSet]]) -> list[PairSet]:
    """What an earlier run built of the same files by the same code, else built anew."""
    file = place / "names" / f"pairs-{shape}.msgpack"
    try:
        return msgspec.msgpack.decode(file.read_bytes(), type=list[PairSet])
    except (FileNotFoundError, msgspec.MsgspecError):
        made = list(build())
    file.parent.mkdir(parents=True, exist_ok=True)
    for former in file.parent.glob("pairs-*.msgpack"):
        former.unlink(missing_ok=True)
    written = file.with_suffix(".new")
    written.write_bytes(msgspec.msgpack.encode(made))
    written.replace(file)
    return made


def shape(source: Path) -> str:
    """One short name for the files of a folder and for the code that builds pairs of them: a change of either builds anew."""
    total = hashlib.sha256()
    for part in _parts(source):
        total.update(part)
    return total.hexdigest()[:_DIGITS]


def _parts(source: Path) -> Iterator[bytes]:
    for file in sorted(source.iterdir()):
        told = file.stat()
        yield f"{file.name} {told.st_size} {told.st_mtime_ns}\n".encode()
    for name in ("model.py", "near.py", "sets.py", "sources.py"):
        yield Path(__file__).with_name(name).read_bytes()
