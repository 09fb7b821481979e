"""Filter files on disk: written under another name and renamed when whole and durable, mapped read-only and proved when opened."""

from __future__ import annotations

import errno
import fcntl
import mmap
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from comity.engines.filters import format as layout
from comity.engines.filters.errors import BuildFailed, ForeignFile, FormerFile, TornFile, UnreadableFile, UnusableFile
from comity.engines.filters.format import Facts, Section, Sign, Verify
from comity.engines.filters.fuse import Stage, build
from comity.kernel.undo import on_failure

SUFFIX: Final = ".filters"
PART: Final = ".part"
_DIGITS: Final = 20  # of 2^64, so that names sort as numbers

if sys.byteorder != "little":  # the cells are mapped, never translated
    raise ImportError("filter files need a little-endian machine")

Keys = Callable[[], NDArray[np.uint64]]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: which class of how many, and its stage."""

    class_id: int
    number: int
    classes: int
    stage: Stage


@dataclass(frozen=True, slots=True)
class FilterFile:
    """An opened file. Shape: cells (bytes of the file / 2,), mapped read-only; it stays readable after the file is removed."""

    path: Path
    facts: Facts
    sections: tuple[Section, ...]
    cells: NDArray[np.uint16]


def write(
    folder: Path, facts: Facts, classes: Mapping[int, Keys], sign: Sign, progress: Callable[[Progress], None] = lambda _: None
) -> Path:
    """Builds and writes one file; until the last moment, and after any failure, the files that were there stay in force.

    Each class's keys are asked for when their turn comes and forgotten after, so memory is that of the largest class.
    Raises BuildFailed, also for a full disk. *Cost*: 0.3 us a key.
    """
    path = folder / f"{facts.position:0{_DIGITS}d}-{facts.built_at_us:0{_DIGITS}d}{SUFFIX}"
    try:
        with _taking_place_of(path) as file:
            file.write(bytes(layout.header_size(len(classes))))
            sections = tuple(_sections(file, facts, classes, progress))
            file.seek(0)
            file.write(layout.encode(facts, sections, sign))
    except OSError as error:
        reason = "the disk is full" if error.errno in {errno.ENOSPC, errno.EDQUOT} else error.strerror or repr(error)
        raise BuildFailed(f"the filter file {path.name} could not be written: {reason}") from error
    return path


def _sections(file: BinaryIO, facts: Facts, classes: Mapping[int, Keys], progress: Callable[[Progress], None]) -> Iterator[Section]:
    offset = file.tell()
    for number, (class_id, keys) in enumerate(classes.items(), 1):

        def tell(stage: Stage, class_id: int = class_id, number: int = number) -> None:
            progress(Progress(class_id, number, len(classes), stage))

        tell(Stage.LOAD)
        fuse = build(keys(), facts.built_at_us, tell)
        tell(Stage.WRITE)
        content = np.zeros(layout.section_size(fuse.cells.size), np.uint8)
        content[: fuse.cells.nbytes] = fuse.cells.view(np.uint8)
        file.write(content.data)
        shape = fuse.segment_length, fuse.segments
        yield Section(class_id, fuse.count, fuse.seed, offset, content.size, *shape, layout.checksum(content.data))
        offset += content.size


@contextmanager
def _taking_place_of(path: Path) -> Iterator[BinaryIO]:
    """A new file that gets its name when it is whole and on disk, and vanishes otherwise. Locked, so that `clean` knows it lives."""
    part = path.with_name(f".{path.name}.{os.getpid()}{PART}")
    handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file, on_failure(partial(part.unlink, missing_ok=True)):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield file
        file.flush()
        os.fsync(file.fileno())
        part.rename(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)  # else the new name may be gone after a power cut
    finally:
        os.close(folder)


def is_abandoned(part: Path) -> bool:
    """Whether no process is writing this unfinished file any more (it was killed)."""
    with suppress(OSError), part.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def open_file(path: Path, *, organisation: UUID, verify: Verify, database: int | None = None) -> FilterFile:
    """Maps a file and proves all of it: header, signature, whose it is, every section.

    Raises UnreadableFile, UnknownFormat, TornFile, NotSigned, ForeignFile or FormerFile. *Cost*: one pass over the file, 1 GB a second.
    """
    data = _mapped(path)
    facts, sections = layout.decode(data, path.name, verify)
    if facts.organisation != organisation:
        raise ForeignFile(f"{path.name} belongs to organisation {facts.organisation}, not {organisation}")
    if database is not None and facts.database != database:
        raise FormerFile(f"{path.name} was built from another life of the database (before a restore)")
    for section in sections:
        if layout.checksum(data[section.offset : section.offset + section.size]) != section.checksum:
            raise TornFile(f"the section of class {section.class_id} of {path.name} is damaged")
    return FilterFile(path, facts, sections, np.frombuffer(data, np.uint16))


def is_signed(path: Path, verify: Verify) -> bool:
    """Whether the header of a file bears this signature; its sections are not looked at."""
    try:
        layout.decode(_mapped(path), path.name, verify)
    except UnusableFile:
        return False
    return True


def _mapped(path: Path) -> memoryview:
    try:
        with path.open("rb") as file:
            if not os.fstat(file.fileno()).st_size:
                raise TornFile(f"{path.name} is empty")
            return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be read: {error.strerror}") from error
