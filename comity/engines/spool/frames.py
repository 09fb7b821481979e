"""A sealed file as frames. Each opens at its own place in its own file alone, and the last one says that it is the last.

    magic 4 bytes | version of the outer key 1 | end, seconds since 1970, 8 | the file's own key, sealed 60 | frames
    frame: 1 MiB of the file, sealed (28 bytes more); the last is shorter, or empty

Bound to: the file's name and end (its key); the frame's number, and whether it is the last (a frame).
"""

from __future__ import annotations

import io
import struct
from typing import BinaryIO, Final

from comity.engines.crypto import Tampered, seal, unseal
from comity.engines.crypto.sealing import KEY_BYTES, NONCE_BYTES, TAG_BYTES

FRAME: Final = 1 << 20
_MAGIC: Final = b"CSP1"
_HEAD: Final = struct.Struct(">4sBQ")
_SEALED: Final = NONCE_BYTES + TAG_BYTES
HEAD_BYTES: Final = _HEAD.size + KEY_BYTES + _SEALED


def head(name: str, version: int, outer: bytes, key: bytes, ends: int) -> bytes:
    """What stands before the frames. `ends`: seconds since 1970."""
    start = _HEAD.pack(_MAGIC, version, ends)
    return start + seal(outer, key, start + name.encode())


def ends_of(start: bytes) -> int:
    """When a file ends, by its first bytes; 0 where it is none of ours."""
    if len(start) < _HEAD.size:
        return 0
    magic, _, ends = _HEAD.unpack(start[: _HEAD.size])
    return int(ends) if magic == _MAGIC else 0


def version_of(start: bytes) -> int:
    """The version of the outer key. Raises: Tampered."""
    if len(start) < HEAD_BYTES or start[:4] != _MAGIC:
        raise Tampered
    return start[4]


def key_of(name: str, start: bytes, outer: bytes) -> bytes:
    """The file's own key. Raises: Tampered."""
    return unseal(outer, start[_HEAD.size : HEAD_BYTES], start[: _HEAD.size] + name.encode())


def _bound(number: int, *, last: bool) -> bytes:
    return b"%d|%d" % (number, last)


class Writer(io.RawIOBase):
    """Seals what is written, frame by frame; `close` writes the last frame. A file without it does not read to its end."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        self._file = file
        self._key = key
        self._kept = bytearray()
        self._number = 0

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, piece: object) -> int:
        """Takes a piece of any length and seals each frame that it fills; gives its length in bytes, as all of it is kept."""
        data = memoryview(piece).cast("B")  # type: ignore[arg-type]
        self._kept += data
        while len(self._kept) >= FRAME:
            self._seal(bytes(self._kept[:FRAME]), last=False)
            del self._kept[:FRAME]
        return len(data)

    def _seal(self, plain: bytes, *, last: bool) -> None:
        self._file.write(seal(self._key, plain, _bound(self._number, last=last)))
        self._number += 1

    def close(self) -> None:
        """Seals the last frame, short or empty, which says that the file is whole. The file below stays open."""
        if not self.closed:
            self._seal(bytes(self._kept), last=True)
            self._kept.clear()
            self._file.flush()
            super().close()


class Reader(io.RawIOBase):
    """Reads a sealed file, from any place. Raises: Tampered, also where its end is missing."""

    def __init__(self, file: BinaryIO, key: bytes, size: int) -> None:
        frames, rest = divmod(size - HEAD_BYTES, FRAME + _SEALED)
        if rest < _SEALED:
            raise Tampered
        self._file = file
        self._key = key
        self._last = frames
        self.size = frames * FRAME + rest - _SEALED
        self._at = 0
        self._number = -1
        self._frame = b""

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """To a byte of the plain content, within its bounds; gives where that is. Nothing is opened before the next read."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = min(max(0, base + offset), self.size)
        return self._at

    def tell(self) -> int:
        """The byte of the plain content that is read next."""
        return self._at

    def readinto(self, buffer: object) -> int:
        """Opens the frame that is wanted, and fills the buffer from it alone; gives how many bytes, 0 at the end. Raises: Tampered."""
        target = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        number, place = divmod(self._at, FRAME)
        if number != self._number:
            self._open(min(number, self._last))
        piece = self._frame[place : place + len(target)] if number == self._number else b""
        target[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def _open(self, number: int) -> None:
        self._file.seek(HEAD_BYTES + number * (FRAME + _SEALED))
        sealed = self._file.read(FRAME + _SEALED)
        self._frame = unseal(self._key, sealed, _bound(number, last=number == self._last))
        self._number = number

    def close(self) -> None:
        """Closes the file below too."""
        if not self.closed:
            self._file.close()
            super().close()
