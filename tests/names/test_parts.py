"""What each word of a name does, and names of two words that are also written as one."""

from __future__ import annotations

import pytest

from comity.names.model import Role
from comity.names.parts import cognates, nicknames
from comity.names.reading import read_name

GIVEN, FATHER, FAMILY, NAME = Role.GIVEN, Role.FATHER, Role.FAMILY, Role.UNKNOWN
PARTICLE, TITLE, GENERATION, INITIAL = Role.PARTICLE, Role.TITLE, Role.GENERATION, Role.INITIAL


@pytest.mark.parametrize(
    ("written", "roles"),
    [
        ("Adan al-Qorbi", [NAME, PARTICLE, NAME]),
        ("Qorbi, Adan", [FAMILY, GIVEN]),
        ("QORBI, ADAN", [FAMILY, GIVEN]),
        ("Adan Quill, Jr.", [NAME, NAME, GENERATION]),
        ("Adan Quill III", [NAME, NAME, GENERATION]),
        ("Dr. Adan Quill", [TITLE, NAME, NAME]),
        ("Dr", [NAME]),
        ("General President", [TITLE, NAME]),
        ("Sheikh Adan", [NAME, NAME]),
        ("Sheikh Adan Quill", [TITLE, NAME, NAME]),
        ("Adan Quill PhD", [NAME, NAME, TITLE]),
        ("Tarvik-san", [NAME, TITLE]),
        ("Pavel Antonovich TARVIK", [GIVEN, FATHER, FAMILY]),
        ("Тарвик Павел Антонович", [FAMILY, GIVEN, FATHER]),
        ("Pavel Antonovich", [NAME, NAME]),
        ("Sigga Tarvikdottir", [NAME, FATHER]),
        ("Adan bin Tarif", [NAME, PARTICLE, FATHER]),
        ("Ben Quill", [NAME, NAME]),
        ("Adan Quill oglu Tarvi", [NAME, FATHER, PARTICLE, NAME]),
        ("Juana Quill y Tarvo", [NAME, NAME, PARTICLE, NAME]),
        ("Juan E Quill", [NAME, INITIAL, NAME]),
        ("J. C. Quill", [INITIAL, INITIAL, NAME]),
        ("JC Quill", [INITIAL, INITIAL, NAME]),
        ("Le Van Tho", [NAME, PARTICLE, NAME]),
        ("Al Quill", [NAME, NAME]),
        ("Adan QUILL", [NAME, FAMILY]),
        ("ADAN QUILL", [NAME, NAME]),
        ("Zia ul Haq", [NAME, PARTICLE, NAME]),
        ("Ad Quill", [NAME, NAME]),
        ("Tarvik San", [NAME, NAME]),
        ("Don Quill", [NAME, NAME]),
        ("Ayu na Tarvik", [NAME, PARTICLE, NAME]),
        ("Ayu Na Tarvik", [NAME, NAME, NAME]),
        ("Ana Maria Tarvovic", [NAME, NAME, NAME]),
    ],
)
def test_roles(written: str, roles: list[Role]) -> None:
    assert [word.role for word in read_name(written).words] == roles


@pytest.mark.parametrize(
    "spellings",
    [
        ("Abdul Rahman", "Abd al-Rahman", "Abd ar Rahman", "Abdurrahman", "Abdelrahman", "Abderrahman", "Abdul-Rahman", "عبد الرحمن"),
        ("Abdullah", "Abdallah", "Abd Allah", "Abdoullah", "Abdulla"),
        ("Salah al-Din", "Salahuddin", "Salah ud Din", "Salaheddine", "Salah Eddine", "صلاح الدين"),
        ("Habib Allah", "Habibullah", "Habiballah", "Habib Ullah"),
        ("Abu Hamza", "Abuhamza", "Abou Hamza"),
        ("Mc Tavish", "McTavish", "MacTavish"),
        ("Jan van der Quill", "Jan Vanderquill"),
        ("Juana de la Quill", "Juana Delaquill"),
        ("Adan al-Qorbi", "Adan Alqorbi"),
        ("Md. Adan", "Mohammad Adan"),
        ("Zia ul-Haq", "Ziaul Haq", "Zia ul Haq"),
        ("Habib ur Rahman", "Habibur Rahman", "Habib-ur-Rahman"),
    ],
)
def test_spellings_of_a_compound_share_a_form(spellings: tuple[str, ...]) -> None:
    last = [set(read_name(written).words[-1].forms) for written in spellings]
    first = [set(read_name(written).words[0].forms) for written in spellings]
    assert set.intersection(*last), last
    assert set.intersection(*first), first


def test_a_kunya_is_not_the_name_alone() -> None:
    (word,) = read_name("Abu Hamza").words
    assert "hamza" not in word.forms


def test_the_first_spelling_of_a_compound_is_always_the_same() -> None:
    firsts = {read_name(written).words[0].forms[0] for written in ("Abdurrahman", "Abd el-Rahman", "Abderrahman", "ABDUL RAHMAN")}
    assert firsts == {"abdulrahman"}


def test_names_that_only_look_like_a_compound_stay() -> None:
    for written in ("Geraldine", "Claudine", "Delilah", "Machado", "Aladin", "Abdurakhmanov", "Dean", "Arthur", "Raul"):
        assert read_name(written).words[0].forms == (written.lower(),)


def test_a_family_name_that_sounds_like_faith_stays() -> None:
    assert len(read_name("Lisa Dean").words) == len(["lisa", "dean"])


def test_a_comma_parts_compounds() -> None:
    assert [word.text for word in read_name("Abdul, Rahman").words] == ["abdul", "rahman"]


def test_nicknames_share_a_group() -> None:
    for one, other in (
        ("robert", "bob"), ("alexander", "sasha"), ("mikhail", "misha"), ("ivan", "vanya"), ("jose", "pepe"), ("francisco", "paco"),
        ("guillermo", "memo"), ("mohamed", "mo"), ("elizabeth", "liz"), ("giuseppe", "beppe"), ("wilhelm", "willi"), ("dmytro", "dima"),
        ("konstantinos", "kostas"), ("yitzhak", "itzik"), ("mehmet", "memo"), ("katarzyna", "kasia"), ("hendrik", "henk"), ("luiz", "lula"),
    ):  # fmt: skip
        assert nicknames(one) & nicknames(other), (one, other)
    assert not nicknames("robert") & nicknames("alexander")
    assert nicknames("tarvik") == frozenset()


def test_one_name_in_two_languages_is_a_cognate_and_no_nickname() -> None:
    for one, other in (("john", "ivan"), ("michael", "miguel"), ("ibrahim", "abraham"), ("yusuf", "giuseppe"), ("george", "yuri")):
        assert cognates(one) & cognates(other), (one, other)
    assert not nicknames("john") & nicknames("ivan")
    assert not cognates("john") & cognates("michael")
