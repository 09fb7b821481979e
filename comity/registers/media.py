"""What a file is, by its bytes: never by its name, and never by what its sender says.

Whatever is not on the list is refused: a page or a drawing that could run (HTML, SVG, XML), a container that could hold anything (ZIP and
the office formats in it), a program. A PDF is taken only where nothing in it asks to act; it is never shown within a page.

Sources of signatures: ITU-T T.81 (JPEG); W3C PNG, 5.2; ISO/IEC 15444-1, I.5 (JPEG 2000); ISO 32000-1, 7.5.2 and 12.6 (PDF header, actions);
ANSI/NIST-ITL 1-2011, 8.1 (Type-1 record); WSQ gray-scale specification 3.1 (SOI marker); ISO/IEC 19794-2 and -4 (finger minutiae and
images); Applied Biosystems genetic analysis data format (ABIF).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from comity.kernel.errors import Fault

IMAGE, DOCUMENT, LABORATORY = "image", "document", "laboratory"


@dataclass(frozen=True, slots=True)
class Media:
    """One type. `group`: image, document or laboratory. `version`: what the file says of its own format, where it does."""

    media_type: str
    group: str
    extension: str
    version: str = ""


JPEG: Final = Media("image/jpeg", IMAGE, "jpg")
PNG: Final = Media("image/png", IMAGE, "png")
JPEG_2000: Final = Media("image/jp2", IMAGE, "jp2")
PDF: Final = Media("application/pdf", DOCUMENT, "pdf")
PLAIN: Final = Media("text/plain", DOCUMENT, "txt")

_PLAIN_START: Final = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", JPEG_2000),
    (b"\xff\x4f\xff\x51", JPEG_2000),
    (b"\xff\xa0\xff", Media("image/x-wsq", LABORATORY, "wsq")),
    (b"FMR\x00", Media("application/x-iso19794-2", LABORATORY, "fmr")),
    (b"FIR\x00", Media("application/x-iso19794-4", LABORATORY, "fir")),
    (b"ABIF", Media("application/x-abif", LABORATORY, "fsa")),
)
# 1.001 is the length of the first record, 1.002 the version of the standard; GS (29) ends a field.
_ANSI_NIST: Final = re.compile(rb"1\.0?01:\d{2,8}\x1d1\.0?02:(\d{4})\x1d")
_PDF: Final = re.compile(rb"%PDF-([12]\.\d)[\r\n ]")
# Names in a PDF that make it act, carry another file or fetch something; and `#`, which spells such a name so that it is not found.
_PDF_ACTS: Final = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|OpenAction|AA|RichMedia|XFA|SubmitForm|ImportData|GoToR|GoToE|Movie|Sound|Rendition)\b"
    rb"|/[A-Za-z]*#[0-9A-Fa-f]{2}"
)
_PDF_TAIL: Final = 1024
_MARKUP: Final = re.compile(r"<\s*[!?/A-Za-z]|^\s*(?:%PDF|#!|MZ|PK\x03)", re.MULTILINE)
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")

ACCEPTED: Final = {
    IMAGE: "A photograph or scan: JPEG, PNG or JPEG 2000.",
    DOCUMENT: "A PDF without scripts, forms that send or files within it; plain text in UTF-8; or an image.",
    LABORATORY: "A file of a laboratory: ANSI/NIST-ITL, WSQ, ISO/IEC 19794-2 or -4, ABIF.",
}


def sniffed(content: bytes) -> Media | None:
    """The type of a file; None for one that is not on the list."""
    for start, media in _PLAIN_START:
        if content.startswith(start):
            return media
    if found := _ANSI_NIST.match(content):
        return Media("application/x-ansi-nist-itl", LABORATORY, "an2", found[1].decode())
    if found := _PDF.match(content):
        return Media(PDF.media_type, DOCUMENT, PDF.extension, found[1].decode())
    return PLAIN if _is_plain(content) else None


def _is_plain(content: bytes) -> bool:
    """Text that no program takes for anything else: UTF-8, no controls, no markup."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and not _CONTROLS.search(text) and not _MARKUP.search(text)


def fault_of(media: Media | None, content: bytes, groups: tuple[str, ...]) -> Fault | None:
    """What speaks against keeping this file where these groups belong; None where nothing does."""
    accepted = " ".join(ACCEPTED[group] for group in groups)
    if media is None or media.group not in groups:
        return Fault("file", "unknown_type", "This kind of file is not taken here.", accepted)
    if media.media_type == PDF.media_type:
        return _fault_of_pdf(content)
    return None


def _fault_of_pdf(content: bytes) -> Fault | None:
    if b"%%EOF" not in content[-_PDF_TAIL:]:
        return Fault("file", "cut_off", "The file is damaged or cut off.", "The whole file.")
    if _PDF_ACTS.search(content):
        return Fault("file", "active", "This document holds a script, an action or another file.", "Print it to a plain PDF first.")
    return None
