"""Thai names in Latin letters."""

import pytest

from comity.names.scripts.thai import read


def forms(word: str) -> tuple[str, ...]:
    return read(word)[0].forms


# Source: tables of the Royal Thai General System (Royal Institute, 1999), applied to common names and words; official names of provinces.
@pytest.mark.parametrize(
    ("written", "general"),
    [
        ("สมชาย", "somchai"),
        ("กรุงเทพ", "krungthep"),
        ("ขอนแก่น", "khonkaen"),
        ("เชียงใหม่", "chiangmai"),
        ("ภูเก็ต", "phuket"),
        ("น่าน", "nan"),
        ("ลำปาง", "lampang"),
        ("ตราด", "trat"),
        ("เลย", "loei"),
        ("หนองคาย", "nongkhai"),
        ("ทักษิณ", "thaksin"),
        ("เพชร", "phet"),
        ("จันทร์", "chan"),
        ("ดวงใจ", "duangchai"),
        ("เมือง", "mueang"),
        ("สุวรรณ", "suwan"),
        ("ธรรม", "tham"),
        ("ศักดิ์", "sak"),
        ("พันธุ์", "phan"),
        ("ศรี", "si"),
        ("แก้ว", "kaeo"),
        ("พรเทพ", "phonthep"),
        ("อนันต์", "anan"),
        ("จุฬาลงกรณ์", "chulalongkon"),
        ("พุทธ", "phut"),
        ("เกียรติ", "kiat"),
        ("ธนากร", "thanakon"),
        ("สุนทร", "sunthon"),
        ("จักร", "chak"),
        ("มิตร", "mit"),
    ],
)
def test_the_general_system_stands_first(written: str, general: str) -> None:
    assert forms(written)[0] == general


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("พรเทพ", "portep"),
        ("ภูมิพล", "bhumibol"),
        ("วัชระ", "wachra vajra"),
        ("จิราภรณ์", "jiraporn chiraphon"),
        ("สมจิต", "somjit"),
        ("สุรชัย", "surachai"),
        ("ศรีสุวรรณ", "srisuwan sisuwan"),
        ("ทรัพย์", "sap"),
        ("วงศ์สวัสดิ์", "wongsawat vongsavas"),
        ("เดวิด", "devid"),
    ],
)
def test_the_consonants_of_families_and_learned_spellings_are_among_the_forms(written: str, usual: str) -> None:
    def consonants(form: str) -> str:
        return "".join(letter for letter in form if letter not in "aeiouy")

    spelt = {consonants(form) for form in forms(written)}
    assert any(consonants(one) in spelt for one in usual.split())


def test_tones_change_nothing() -> None:
    assert forms("แก้ว") == forms("แกว")


def test_a_word_is_what_stands_between_spaces() -> None:
    assert len(read("สมชาย ใจดี")) == 2
