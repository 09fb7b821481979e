"""What holds for the reading of every script, whatever it is given."""

import importlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

NAMES = {
    "armenian": "Արամ",
    "bengali": "রহমান",
    "cyrillic": "Иван",
    "devanagari": "राम",
    "ethiopic": "አበበ",
    "georgian": "გიორგი",
    "greek": "Γεώργιος",
    "khmer": "សុខា",
    "other": "ਸਿੰਘ",
    "thai": "สมชาย",
}


@pytest.mark.parametrize("module", NAMES)
def test_a_name_has_one_to_eight_forms_of_plain_letters(module: str) -> None:
    (word,) = importlib.import_module(f"comity.names.scripts.{module}").read(NAMES[module])
    assert 1 <= len(word.forms) <= 8
    assert all(re.fullmatch("[a-z]+", form) for form in word.forms)
    assert len(set(word.forms)) == len(word.forms)


@pytest.mark.parametrize("module", NAMES)
@given(text=st.text(max_size=60), language=st.sampled_from(["", "uk", "xx"]))
def test_no_text_is_too_odd_to_read(module: str, text: str, language: str) -> None:
    words = importlib.import_module(f"comity.names.scripts.{module}").read(text, language)
    assert [word.text for word in words] == text.lower().split()
    for word in words:
        assert len(word.forms) <= 8
        assert all(re.fullmatch("[a-z]+", form) for form in word.forms)
