"""Images made anew: only the pixels go on. Whatever else a file held (place, camera, person, another file behind it) ends here.

Privacy: EXIF, XMP, IPTC, comments, thumbnails, colour profiles and everything after the image are left behind. The orientation that EXIF
told is applied to the pixels first.
Cost: some tenths of a second for a JPEG of 12 million pixels, seconds for a PNG of that size. Memory: at most four bytes for each pixel
that is read, 200 MB for the largest image, and a little more for what is kept.
"""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageOps

from comity.kernel.errors import Fault, Invalid
from comity.registers.media import JPEG, JPEG_2000, PNG, Media

_FORMATS: Final = {JPEG.media_type: "JPEG", PNG.media_type: "PNG", JPEG_2000.media_type: "JPEG2000"}
# What Pillow raises on bytes that are no whole image of that format.
_BROKEN: Final = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    TypeError,
    IndexError,
    KeyError,
    OverflowError,
    MemoryError,
    struct.error,
    zlib.error,
)
_BOMB: Final = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_QUALITY: Final = 90
_PREVIEW_QUALITY: Final = 70
_WHITE: Final = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Limits:
    """What is taken. Units: bytes, pixels. `edge`, `preview`: longest side of what is kept and of its preview. `most`: files of a record.

    Sources: 50 million pixels is the largest sensor of a usual telephone; ISO/IEC 19794-5 asks 90 pixels between the eyes, a scan at
    300 dpi of an A4 page has 2480 x 3508: 4096 keeps both. The others are our own choice.
    """

    largest: int = 20_000_000
    pixels: int = 50_000_000
    edge: int = 4096
    preview: int = 160
    most: int = 30


@dataclass(frozen=True, slots=True)
class Made:
    """An image as it is kept, and its preview (JPEG)."""

    media: Media
    content: bytes
    width: int
    height: int
    preview: bytes


def made_anew(content: bytes, media: Media, limits: Limits) -> Made:
    """The image anew. Raises: Invalid where it is damaged, cut off, or has too many pixels."""
    try:
        with Image.open(io.BytesIO(content), formats=(_FORMATS[media.media_type],)) as opened:
            _refuse_bomb(opened, limits)  # before a pixel is read
            opened.thumbnail((limits.edge, limits.edge))  # a large JPEG is read at a half or less; copies are made of what is left
            pixels = _plain(ImageOps.exif_transpose(opened))
    except _BOMB:
        raise _too_many(limits) from None
    except _BROKEN:
        raise Invalid(Fault("file", "damaged", "The image is damaged or cut off.", "The whole file.")) from None
    kept = PNG if media is PNG else JPEG
    return Made(kept, _written(pixels, kept, _QUALITY), pixels.width, pixels.height, _preview(pixels, limits.preview))


def _refuse_bomb(image: Image.Image, limits: Limits) -> None:
    if image.width * image.height > limits.pixels:
        raise _too_many(limits)


def _too_many(limits: Limits) -> Invalid:
    accepted = f"At most {limits.pixels // 1_000_000} million pixels."
    return Invalid(Fault("file", "too_many_pixels", "The image has too many pixels.", accepted))


def _plain(image: Image.Image) -> Image.Image:
    """Grey or three colours, nothing see-through: what JPEG and PNG both know. A copy, so that nothing of the file hangs on to it."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        over = image.convert("RGBA")
        under = Image.new("RGB", over.size, _WHITE)
        under.paste(over, mask=over.getchannel("A"))
        return under
    plain = image.convert("L" if image.mode in ("L", "1") else "RGB")
    return Image.frombytes(plain.mode, plain.size, plain.tobytes())


def _written(image: Image.Image, media: Media, quality: int) -> bytes:
    out = io.BytesIO()
    if media is PNG:
        image.save(out, "PNG", compress_level=3)
    else:
        image.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _preview(image: Image.Image, edge: int) -> bytes:
    small = image.copy()
    small.thumbnail((edge, edge))
    return _written(small, JPEG, _PREVIEW_QUALITY)
