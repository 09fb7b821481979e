"""What a file is, by its bytes; images made anew."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from comity.kernel.errors import Invalid
from comity.registers.images import Limits, made_anew
from comity.registers.media import DOCUMENT, IMAGE, JPEG, JPEG_2000, LABORATORY, PLAIN, PNG, fault_of, sniffed

LIMITS = Limits(pixels=1_000_000, edge=500, preview=50)
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ANSI_NIST = b"1.001:148\x1d1.002:0501\x1d1.003:1\x1f1\x1e4\x1f00\x1d1.004:TEN\x1c"


def photo(form: str = "JPEG", size: tuple[int, int] = (80, 40), mode: str = "RGB", **more: object) -> bytes:
    """A left half in red, a right half in blue."""
    image = Image.new("RGB", size, (220, 20, 20))
    image.paste((20, 20, 220), (size[0] // 2, 0, *size))
    out = io.BytesIO()
    image.convert(mode).save(out, form, **more)  # type: ignore[arg-type]
    return out.getvalue()


def with_gps() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = "A holder's name"
    exif[0x0112] = 6  # to be turned by 90 degrees
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 29.0), 3: "E", 4: (2.0, 17.0, 40.0)})
    return photo(exif=exif.tobytes(), comment=b"a comment with a name")


def bomb() -> bytes:
    """A PNG of a few bytes that says it has 60 000 x 60 000 pixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (photo(), "image/jpeg"),
        (photo("PNG"), "image/png"),
        (photo("JPEG2000"), "image/jp2"),
        (PDF, "application/pdf"),
        ("Where it was found: Århus, أرفينيا\r\n\tcase 12".encode(), "text/plain"),
        (ANSI_NIST, "application/x-ansi-nist-itl"),
        (b"\xff\xa0\xff\xa4\x00\x3a", "image/x-wsq"),
        (b"FMR\x00 20\x00", "application/x-iso19794-2"),
        (b"ABIF\x00e", "application/x-abif"),
    ],
)
def test_a_file_is_known_by_its_bytes(content: bytes, media_type: str) -> None:
    found = sniffed(content)
    assert found
    assert found.media_type == media_type


def test_ansi_nist_says_its_version() -> None:
    found = sniffed(ANSI_NIST)
    assert found
    assert (found.group, found.version) == (LABORATORY, "0501")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<?xml version='1.0'?><svg/>",
        b"<html><body>hello</body></html>",
        b"\xef\xbb\xbf <!DOCTYPE html>",
        b"hello < script >alert(1)</script>",
        b"#!/bin/sh\nrm -rf /",
        b"MZ\x90\x00",
        b"\x7fELF",
        b"PK\x03\x04word/document.xml",
        b"GIF89a\x01\x00",
        b"RIFF\x00\x00\x00\x00WEBP",
        b"II*\x00",
        b"BM\x00",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"text with a \x00 in it",
        b"text\n%PDF-1.4 behind it",
        b"\xff\xfe<\x00s\x00",
        b"1.001:abc\x1d1.002:0501\x1d",
    ],
)
def test_what_is_not_on_the_list_is_refused(content: bytes) -> None:
    fault = fault_of(sniffed(content), content, (DOCUMENT, IMAGE, LABORATORY))
    assert fault
    assert fault.code == "unknown_type"


@pytest.mark.parametrize(
    "act",
    [
        b"/JavaScript (app.alert(1))",
        b"/JS (x)",
        b"/OpenAction 2 0 R",
        b"/AA<<",
        b"/Launch",
        b"/EmbeddedFile",
        b"/EmbeddedFiles ",
        b"/RichMedia",
        b"/XFA ",
        b"/J#61vaScript",
        b"/#4aavaScript",
    ],
)
def test_a_pdf_that_acts_is_refused(act: bytes) -> None:
    assert fault_of(sniffed(PDF), PDF, (DOCUMENT,)) is None
    active = PDF.replace(b"/Catalog", b"/Catalog" + act)
    fault = fault_of(sniffed(active), active, (DOCUMENT,))
    assert fault
    assert fault.code == "active"


def test_a_pdf_cut_off_and_one_with_something_before_it_are_refused() -> None:
    cut = PDF[:-8]
    assert fault_of(sniffed(cut), cut, (DOCUMENT,)).code == "cut_off"  # type: ignore[union-attr]
    for before in (b"GIF89a", b"\n", b"<html>"):
        assert fault_of(sniffed(before + PDF), before + PDF, (DOCUMENT,)).code == "unknown_type"  # type: ignore[union-attr]


def test_a_file_of_another_group_is_refused() -> None:
    assert fault_of(PLAIN, b"text", (IMAGE,)).code == "unknown_type"  # type: ignore[union-attr]
    assert fault_of(JPEG, photo(), (LABORATORY,)).code == "unknown_type"  # type: ignore[union-attr]


@given(st.binary(max_size=200))
def test_any_bytes_have_a_type_or_none(content: bytes) -> None:
    found = sniffed(content)
    fault_of(found, content, (IMAGE, DOCUMENT, LABORATORY))


def test_nothing_of_a_photograph_but_its_pixels_goes_on() -> None:
    content = with_gps()
    assert b"A holder's name" in content
    made = made_anew(content, JPEG, LIMITS)
    with Image.open(io.BytesIO(made.content)) as image:
        assert not image.getexif()
        assert not image.getexif().get_ifd(0x8825)
        assert "exif" not in image.info
        assert "comment" not in image.info
    for left in (b"Exif", b"holder", b"comment", b"GPS"):
        assert left not in made.content
        assert left not in made.preview


def test_the_orientation_is_in_the_pixels() -> None:
    made = made_anew(with_gps(), JPEG, LIMITS)
    assert (made.width, made.height) == (40, 80)
    with Image.open(io.BytesIO(made.content)) as image:
        top, bottom = image.getpixel((20, 10)), image.getpixel((20, 70))
    assert top[0] > 180 > top[2]  # type: ignore[index]
    assert bottom[2] > 180 > bottom[0]  # type: ignore[index]


def test_metadata_of_a_png_is_gone_too() -> None:
    told = PngInfo()
    told.add_text("Author", "A holder's name")
    made = made_anew(photo("PNG", pnginfo=told), PNG, LIMITS)
    assert made.media is PNG
    assert b"holder" not in made.content
    assert b"tEXt" not in made.content


@pytest.mark.parametrize("behind", [b"<script>alert(1)</script>", b"PK\x03\x04" + b"x" * 50, PDF])
def test_what_hides_behind_an_image_ends_there(behind: bytes) -> None:
    for form, media in (("JPEG", JPEG), ("PNG", PNG)):
        content = photo(form) + behind
        assert sniffed(content) is media
        assert behind not in made_anew(content, media, LIMITS).content


def test_what_hides_in_a_comment_ends_there() -> None:
    content = photo(comment=b"*/=1;alert('polyglot')/*<svg onload=alert(1)>")
    made = made_anew(content, JPEG, LIMITS)
    assert b"alert" not in made.content


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB"])
def test_every_usual_form_of_a_png_is_read(mode: str) -> None:
    made = made_anew(photo("PNG", mode=mode), PNG, LIMITS)
    assert (made.width, made.height) == (80, 40)


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_is_see_through_stands_on_white(mode: str) -> None:
    image = Image.new(mode, (10, 10), (0,) * len(mode))
    out = io.BytesIO()
    image.save(out, "PNG")
    made = made_anew(out.getvalue(), PNG, LIMITS)
    with Image.open(io.BytesIO(made.content)) as shown:
        assert shown.mode == "RGB"
        assert shown.getpixel((5, 5)) == (255, 255, 255)


def test_print_colours_become_screen_colours_and_jpeg_2000_becomes_jpeg() -> None:
    assert made_anew(photo(mode="CMYK"), JPEG, LIMITS).media is JPEG
    assert made_anew(photo("JPEG2000"), JPEG_2000, LIMITS).media is JPEG


def test_a_large_image_is_made_smaller_and_has_a_preview() -> None:
    made = made_anew(photo(size=(900, 450)), JPEG, LIMITS)
    assert (made.width, made.height) == (500, 250)
    with Image.open(io.BytesIO(made.preview)) as preview:
        assert preview.size == (50, 25)


def test_a_bomb_is_refused_before_it_opens() -> None:
    for limits in (LIMITS, Limits()):
        with pytest.raises(Invalid) as refused:
            made_anew(bomb(), PNG, limits)
        assert refused.value.faults[0].code == "too_many_pixels"
    with pytest.raises(Invalid):
        made_anew(photo(size=(1001, 1000)), JPEG, LIMITS)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "JPEG2000"])
def test_a_truncated_image_is_refused(form: str) -> None:
    content = photo(form, size=(300, 200))
    media = {"JPEG": JPEG, "PNG": PNG, "JPEG2000": JPEG_2000}[form]
    for part in (0.1, 0.5, 0.9):
        with pytest.raises(Invalid) as refused:
            made_anew(content[: int(len(content) * part)], media, LIMITS)
        assert refused.value.faults[0].code == "damaged"


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["JPEG", "PNG", "JPEG2000"]), st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=12)
)
def test_a_damaged_image_is_made_anew_or_refused_and_nothing_else(form: str, changes: list[tuple[int, int]]) -> None:
    content = bytearray(photo(form))
    for at, value in changes:
        content[12 + at % (len(content) - 12)] = value
    media = {"JPEG": JPEG, "PNG": PNG, "JPEG2000": JPEG_2000}[form]
    try:
        made = made_anew(bytes(content), media, LIMITS)
    except Invalid as refused:
        codes = {fault.code for fault in refused.faults}
    else:
        codes = set() if made.width * made.height <= LIMITS.edge**2 else {"too large"}
    assert codes <= {"damaged", "too_many_pixels"}
