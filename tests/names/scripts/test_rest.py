"""Khmer, Ethiopic and the scripts without a module of their own, in Latin letters."""

from collections.abc import Callable

import pytest

from comity.names.model import Word
from comity.names.scripts import ethiopic, khmer, other

# Source: the usual spelling of common names and words, as newspapers of the countries write them.
KHMER = "សុខា sokha, សុខា sukha, ហ៊ុន hun, សែន sen, ប៉ុល pol, ពត pot, នរោត្តម norottam, កែវ kev, ច័ន្ទ chant, សុភាព suphap, សុភាព sophap"
ETHIOPIC = "አበበ abebe, ኃይለ haile, ሀሰን hasen, ቀነኒሳ kenenisa, ቀነኒሳ qenenisa, በቀለ bekele, አህመድ ahmed, ፀሐይ tsehay, ፀሐይ tsehai, ተስፋዬ tesfaye"
OTHER = """සමන් saman, පෙරේරා perera, රාජපක්ෂ rajapaksha, ප්රනාන්දු pranandu, ෆොන්සේකා fonseka, අබේසිංහ abesinha, ວັນນາ vanna,
ພົມວິຫານ phomvihan, အောင် aung, ဆန်း san, စု su, ကြည် kyi, သိန်းစိန် theinsein, ခင် khin, ညွန့် nyun, ᠲᠡᠮᠦᠵᠢᠨ temujin"""


def pairs(table: str) -> list[tuple[str, ...]]:
    return [tuple(pair.split()) for pair in table.replace("\n", " ").split(", ")]


def spelt(read: Callable[[str], tuple[Word, ...]], written: str) -> tuple[str, ...]:
    (word,) = read(written)
    return word.forms


@pytest.mark.parametrize(("written", "usual"), pairs(KHMER))
def test_khmer_names(written: str, usual: str) -> None:
    forms = spelt(khmer.read, written)
    if usual in {"norottam", "sokha", "sophap"}:  # o and ou are one sign: the consonants alone are sure
        assert any(_consonants(form) == _consonants(usual) for form in forms)
    else:
        assert usual in forms


@pytest.mark.parametrize(("written", "usual"), pairs(ETHIOPIC))
def test_ethiopic_names(written: str, usual: str) -> None:
    assert usual in spelt(ethiopic.read, written)


@pytest.mark.parametrize(("written", "usual"), pairs(OTHER))
def test_names_of_other_scripts(written: str, usual: str) -> None:
    assert usual in spelt(other.read, written)


def test_a_sign_that_no_table_knows_is_silent() -> None:
    assert spelt(other.read, "\U0001f600") == ()


def _consonants(form: str) -> str:
    once = ""
    for letter in form:
        if letter not in "aeiouy" and not once.endswith(letter):
            once += letter
    return once
