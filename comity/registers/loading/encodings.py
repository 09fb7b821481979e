"""Which encoding a file is in: said, never silently guessed. A byte order mark decides; then UTF-8 where it is; else what it looks like."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import BinaryIO, Final

from charset_normalizer import from_bytes

from comity.kernel.errors import Fault
from comity.registers.loading.model import InvalidFile

SAMPLE: Final = 1 << 18
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# What may be named. All keep ASCII where it is, but for UTF-16, which is turned into UTF-8 as it is read.
KNOWN: Final = (
    "utf-8", "utf-16-le", "utf-16-be", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258",
    "iso8859-1", "iso8859-2", "iso8859-5", "iso8859-6", "iso8859-7", "iso8859-9", "iso8859-15", "koi8-r", "koi8-u",
)  # fmt: skip
_LOOKED_FOR: Final = ("cp1252", "cp1250", "cp1251", "cp1256", "cp1253", "cp1254")
_NUL_SHARE: Final = 0.2  # of UTF-16 without a mark, every other byte of Latin text is NUL


@dataclass(frozen=True, slots=True)
class Encoding:
    """`name` as in `KNOWN`; `skip` bytes of a mark before the text; `certain`: a mark or its form proves it; else it was guessed."""

    name: str
    skip: int = 0
    certain: bool = True


def named(name: str) -> str:
    """The known name of an encoding that somebody names. Raises: InvalidFile."""
    try:
        found = codecs.lookup(name.strip()).name
    except (LookupError, ValueError):
        found = ""
    found = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "ascii": "utf-8"}.get(found, found)
    if found not in KNOWN:
        raise InvalidFile(Fault("encoding", "unknown_encoding", "This encoding is not known here.", ", ".join(KNOWN)))
    return found


def detected(file: BinaryIO, given: str = "") -> Encoding:
    """The encoding of a file, which is left at its beginning. `given`: the officer's word, which holds.

    Raises: InvalidFile where nothing fits, or the word is none.
    """
    sample = file.read(SAMPLE)
    file.seek(0)
    marked = next((Encoding(name, len(mark)) for mark, name in _MARKS if sample.startswith(mark)), None)
    if given:
        name = named(given)
        return Encoding(name, marked.skip if marked and marked.name == name else 0)
    return marked or _unmarked(sample)


def _unmarked(sample: bytes) -> Encoding:
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if len(sample) > 8 and max(even, odd) > _NUL_SHARE * len(sample) and min(even, odd) * 8 < max(even, odd):
        return Encoding("utf-16-le" if odd > even else "utf-16-be", certain=False)
    if _mostly_utf_8(sample):
        return Encoding("utf-8")
    found = from_bytes(sample[: 1 << 16], cp_isolation=list(_LOOKED_FOR)).best()
    if found is None:
        raise InvalidFile(Fault("encoding", "encoding_unclear", "The encoding of this file cannot be told: name it.", ", ".join(KNOWN)))
    return Encoding(named(found.encoding), certain=False)


def _mostly_utf_8(sample: bytes) -> bool:
    """Whether it reads as UTF-8, a few lines in something else left out: those come back as refused rows."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        decoder.decode(sample)
    except UnicodeDecodeError:
        lines = [line for line in sample.splitlines()[:-1] if not line.isascii()]
        good = sum(1 for line in lines if _reads(line))
        return good * 10 >= len(lines) * 5 and good > 0
    return True


def _reads(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
