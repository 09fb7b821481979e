"""Cyrillic names in Latin letters."""

import pytest

from comity.names.model import Role
from comity.names.scripts.cyrillic import guess, read


def forms(word: str, language: str = "") -> tuple[str, ...]:
    return read(word, language)[0].forms


# Source: examples in the table of Ukraine's Cabinet of Ministers resolution 55 of 27 January 2010.
UKRAINE = """Алушта Alushta, Андрій Andrii, Борщагівка Borshchahivka, Вінниця Vinnytsia, Гадяч Hadiach, Богдан Bohdan, Згурський Zghurskyi,
Ґалаґан Galagan, Донецьк Donetsk, Рівне Rivne, Єнакієве Yenakiieve, Гаєвич Haievych, Короп'є Koropie, Житомир Zhytomyr, Жанна Zhanna,
Закарпаття Zakarpattia, Медвин Medvyn, Іванків Ivankiv, Їжакевич Yizhakevych, Кадиївка Kadyivka, Йосипівка Yosypivka, Стрий Stryi,
Олексій Oleksii, Київ Kyiv, Лебедин Lebedyn, Уляна Uliana, Фастів Fastiv, Харків Kharkiv, Біла Bila, Чернівці Chernivtsi, Шостка Shostka,
Щербухи Shcherbukhy, Гоща Hoshcha, Юрій Yurii, Корюківка Koriukivka, Яготин Yahotyn, Ярошенко Yaroshenko, Костянтин Kostiantyn,
Знам'янка Znamianka, Феодосія Feodosiia, Розгон Rozghon"""
# Source: Bulgaria, Transliteration Act (State Gazette 19/2009), with its examples of names.
BULGARIA = """Лариса Larisa, Жанет Zhanet, Цветан Tsvetan, Чавдар Chavdar, Шабла Shabla, Щъркелово Shtarkelovo, Търговище Targovishte,
Юлия Yulia, Явор Yavor, Мария Maria, Хасково Haskovo, Йордан Yordan, Кьосев Kyosev, София Sofia"""
# Source: ICAO Doc 9303-3, section 6 B, letter by letter, in invented Russian names.
RUSSIA = """Жданов Zhdanov, Цыбин Tsybin, Щукарев Shchukarev, Юрьева Iureva, Яшин Iashin, Хохлов Khokhlov,
Подъячев Podieiachev, Сергей Sergei, Алексей Aleksei, Эдуард Eduard, Пётр Petr, Чижов Chizhov"""


@pytest.mark.parametrize(
    ("language", "written", "latin"),
    [
        (language, *pair.split())
        for language, table in (("uk", UKRAINE), ("bg", BULGARIA), ("ru", RUSSIA))
        for pair in table.replace("\n", " ").split(", ")
    ],
)
def test_a_passport_form_stands_first_as_the_law_writes_it(language: str, written: str, latin: str) -> None:
    assert forms(written, language)[0] == latin.lower()


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("Сергей", "sergei sergey serguei sergej"),
        ("Щукин", "shchukin schukin"),
        ("Горбачёв", "gorbachev gorbatschow gorbachov"),
        ("Юлия", "yulia iuliia julia"),
        ("Александр", "aleksandr alexandr"),
        ("Наталья", "natalia natalya"),
        ("Ельцин", "eltsin yeltsin"),
        ("Мухаммад", "mukhammad muhammad"),
        ("Хусейн", "khusein husein"),
        ("Джонсон", "jonson"),
        ("Уильям", "wiliam"),
        ("Гамильтон", "hamilton"),
        ("Абдурахманов", "abdurakhmanov abdurahmanov"),
        ("Гусейнов", "guseinov huseynov"),
        ("Вучић", "vucic vuchich"),
        ("Ђорђевић", "djordjevic dordevic"),
        ("Ѓорѓи", "gjorgji"),
        ("Тоқаев", "tokaev toqaev tokayev"),
        ("Раҳмонӣ", "rahmoni"),
        ("Жээнбеков", "zheenbekov"),
        ("Ўткир", "otkir utkir"),
        ("Іваноў", "ivanou ivanov"),
        ("Сергій", "serhii serhiy sergii"),
    ],
)
def test_usual_spellings_are_among_the_forms(written: str, usual: str) -> None:
    language = {"Сергей": "ru", "Горбачёв": "ru"}.get(written, "")
    assert set(usual.split()) <= set(forms(written, language))


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ("Юлія Коваль", "uk"),
        ("Олена Ковальська", "uk"),
        ("Ўладзімір", "be"),
        ("Петър Иванов", "bg"),
        ("Георги Стоев", "bg"),
        ("Ненад Ђурић", "sr"),
        ("Милош Петров", "sr"),
        ("Ѓорѓи", "mk"),
        ("Нұрлан Әлиев", "kk"),
        ("Ҷамшед", "tg"),
        ("Ғофур Ўлмасов", "uz"),
        ("Дөлгөөн", "mn"),
        ("Айтөрә Һади", "tt"),
        ("Иван Петров", ""),
    ],
)
def test_letters_and_given_names_tell_the_language(written: str, language: str) -> None:
    assert guess(written.casefold()) == language


def roles(name: str) -> list[Role]:
    return [word.role for word in read(name)]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Егор Савельевич Абрамович", 1),
        ("Абрамович Егор Савельевич", 2),
        ("Дарья Ильинична Кротова", 1),
        ("Кротова Дарья Петровна", 2),
        ("Оксана Степанівна", 1),
        ("Самед Вагиф оглы Рзаев", 1),
        ("Аружан Ерланқызы", 1),
    ],
)
def test_a_patronymic_is_told_where_it_is_sure(name: str, place: int) -> None:
    assert [at for at, role in enumerate(roles(name)) if role is Role.FATHER] == [place]


def test_a_name_that_may_be_a_family_name_is_left_open() -> None:
    assert roles("Егор Абрамович") == [Role.UNKNOWN, Role.UNKNOWN]
    assert roles("Милан Петрович") == [Role.UNKNOWN, Role.UNKNOWN]
