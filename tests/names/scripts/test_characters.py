"""The table of characters beside an independent one, and the tables' own form."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pypinyin import lazy_pinyin

from comity.names import tables
from comity.names.scripts import jamo
from comity.names.scripts.characters import sounds

OURS = (
    "han_foreign",
    "han_readings",
    "han_second",
    "han_surnames",
    "hangul_surnames",
    "japanese_given",
    "japanese_signs",
    "japanese_surnames",
)
OURS = (*OURS, "japanese_usual", "kana", "kanji_forms")
FOLDER = Path(tables.__file__).parent


def first_level() -> list[str]:
    """The 3,755 most used characters: rows 16 to 55 of GB 2312."""
    cells = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return [cell.decode("gb2312") for cell in cells if cell not in {bytes((0xD7, last)) for last in range(0xFA, 0xFF)}]


def test_mandarin_agrees_with_pypinyin_on_the_most_used_characters() -> None:
    signs = first_level()
    assert len(signs) == 3755
    same = sum(sounds(sign).pinyin == lazy_pinyin(sign, v_to_u=False)[0] for sign in signs)
    assert same / len(signs) > 0.99


@pytest.mark.parametrize("name", OURS)
def test_a_table_names_source_and_licence_and_has_no_row_twice(name: str) -> None:
    head = [line for line in (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert any("Source:" in line for line in head)
    assert any(re.search(r"Licence: |Apache-2\.0", line) for line in head)
    firsts = [row[0] for row in tables.rows(name)]
    assert len(set(firsts)) == len(firsts)
    assert len({len(row) for row in tables.rows(name)}) == 1


@pytest.mark.parametrize(("name", "revised"), [("김", "gim"), ("영희", "yeonghui"), ("혁", "hyeok"), ("값", "gap"), ("쌍", "ssang")])
def test_revised_romanisation_follows_the_published_table(name: str, revised: str) -> None:
    assert jamo.revised(name) == revised


@pytest.mark.parametrize(
    ("name", "written"), [("종철", "chongchol"), ("민수", "minsu"), ("은주", "unju"), ("영호", "yongho"), ("학구", "hakku")]
)
def test_mccune_reischauer_voices_between_vowels_alone(name: str, written: str) -> None:
    assert jamo.reischauer(name) == written
