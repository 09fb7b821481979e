"""Writes `comity/names/tables/han_readings.tsv` from Unicode's Unihan files (Debian's `unicode-data` holds them).

    python3 run python -m tools.han_readings FOLDER    where Unihan_Readings.txt and its sisters lie, plain or .bz2

One row for each character of the minimal set for East Asia (`kUnihanCore2020`) and of China's table of 2013 (`kTGH`).
"""

from __future__ import annotations

import bz2
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "comity/names/tables/han_readings.tsv"
HEADER = """\
# Han characters and how they sound: the simplified twin (empty where it is its own), Mandarin in Pinyin, Cantonese in Jyutping,
# Korean in Hangul. Tones are left out; the first reading of each language. Written by tools/han_readings.py.
# Source: Unicode Character Database, Unihan 15.0.0 (kMandarin, kCantonese, kHangul, kSimplifiedVariant).
# Licence: Unicode, Inc. License Agreement for data files (SPDX Unicode-DFS-2016), in LICENCES.txt.
# character	simplified	pinyin	jyutping	hangul
"""
FILES = ("Readings", "Variants", "OtherMappings", "DictionaryLikeData")


def lines(path: Path) -> Iterator[tuple[str, str, str]]:
    """Character, field and value of each line."""
    packed = path.with_name(f"{path.name}.bz2")
    text = bz2.decompress(packed.read_bytes()).decode() if packed.exists() else path.read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("U+"):
            code, field, value = line.split("\t")
            yield signed(code), field, value


def signed(code: str) -> str:
    """`U+4E00` as a character."""
    return chr(int(code.removeprefix("U+"), base=16))


def plain(reading: str) -> str:
    """The first reading without tone: a to z, and v for the rounded u, as in typing."""
    first = unicodedata.normalize("NFD", reading.split(maxsplit=1)[0]).replace("u\u0308", "v").replace("U\u0308", "v")
    return re.sub(r"[^a-z]", "", first)


def row(sign: str, fields: dict[str, str]) -> str:
    """One line of the table."""
    simple = [signed(code) for code in fields.get("kSimplifiedVariant", "").split() if code.startswith("U+")]
    fold = simple[0] if len(simple) == 1 and simple[0] != sign else ""
    heard = (plain(fields[name]) if name in fields else "" for name in ("kMandarin", "kCantonese"))
    return "\t".join((sign, fold, *heard, fields.get("kHangul", "")[:1]))


def main(folder: str) -> int:
    """Writes the table from Unihan's files in `folder`; gives the exit code."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for name in FILES:
        for sign, field, value in lines(Path(folder) / f"Unihan_{name}.txt"):
            found[sign][field] = value
    core = (sign for sign, fields in sorted(found.items()) if fields.keys() & {"kUnihanCore2020", "kTGH"})
    TARGET.write_text(HEADER + "".join(f"{row(sign, found[sign])}\n" for sign in core if "kMandarin" in found[sign]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
