"""A file's lines as text, in batches, with flat memory whatever the file holds: no newline for a gigabyte, NUL, CR alone, bad bytes."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO, Final

from comity.registers.loading.encodings import Encoding

BLOCK: Final = 1 << 18
LONGEST_LINE: Final = 1 << 20  # bytes in UTF-8
KEPT: Final = 1000  # characters of a line that is too long, to be recognised by

# What stands before a line that cannot be taken as it is; no text has these (private use), and no cell may.
TOO_LONG: Final = "\ue000"
BAD_BYTES: Final = "\ue001"
_OURS: Final = (TOO_LONG.encode(), BAD_BYTES.encode())


def batches(file: BinaryIO, encoding: Encoding) -> Iterator[list[str]]:
    """Lines without their ends, some thousands at a time. A line that is too long, or holds bytes that are no letters, is marked."""
    file.seek(encoding.skip)
    kept, swallowing = b"", False
    for block in _in_utf_8(file, encoding.name):
        data = (kept + block).replace(b"\r\n", b"\n")
        tail = b"\r" if data.endswith(b"\r") else b""  # its LF may follow
        data = data[: len(data) - len(tail)].replace(b"\r", b"\n")
        end = data.rfind(b"\n")
        whole, kept = data[: end + 1], data[end + 1 :] + tail
        if swallowing and whole:
            whole = whole[whole.index(b"\n") + 1 :]
            swallowing = False
        if whole:
            yield _texts(whole[:-1])
        if len(kept) > LONGEST_LINE:
            if not swallowing:
                yield [TOO_LONG + kept[:KEPT].decode("utf-8", "replace")]
            kept, swallowing = b"", True
    kept = kept.rstrip(b"\r")
    if kept and not swallowing:
        yield _texts(kept)


def _in_utf_8(file: BinaryIO, name: str) -> Iterator[bytes]:
    """The file's blocks in UTF-8. Bytes that the encoding does not have stay as they are, which is no UTF-8: they are found later."""
    if name == "utf-8":
        while block := file.read(BLOCK):
            yield block
        return
    wide = name.startswith("utf-16")
    decoder = codecs.getincrementaldecoder(name)("replace" if wide else "surrogateescape")
    while block := file.read(BLOCK):
        text = decoder.decode(block)
        yield text.replace("\ufffd", "\udcff").encode("utf-8", "surrogateescape") if wide else text.encode("utf-8", "surrogateescape")
    if rest := decoder.decode(b"", final=True):
        yield rest.replace("\ufffd", "\udcff").encode("utf-8", "surrogateescape")


def _texts(whole: bytes) -> list[str]:
    if not any(mark in whole for mark in _OURS):
        try:
            lines = whole.decode().split("\n")
        except UnicodeDecodeError:
            lines = []
        if lines and max(map(len, lines)) <= LONGEST_LINE // 4:
            return lines
    return [_text(line) for line in whole.split(b"\n")]


def _text(line: bytes) -> str:
    if len(line) > LONGEST_LINE:
        return TOO_LONG + line[:KEPT].decode("utf-8", "replace")
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return BAD_BYTES + line.decode("utf-8", "replace")
    return BAD_BYTES + text[1:] if text[:1] in (TOO_LONG, BAD_BYTES) else text
