"""The reader of the consolidated list: every shape the list has, and everything that somebody could send in its place."""

from __future__ import annotations

import io
import os
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest

from comity.imports.listed import Address, BirthDate, Certainty, Document, Entry, Name, Opened, Quality, Unreadable
from comity.imports.un_entries import entry_of
from comity.imports.un_xml import LARGEST, LONGEST_TEXT, InvalidList, Node, read
from tests.imports.listing import LIST, entries, entry, listing, person


def refused(content: bytes) -> str:
    """The code of a whole file's refusal."""
    with pytest.raises(InvalidList) as caught:
        list(read(io.BytesIO(content)))
    return caught.value.faults[0].code


def test_the_file_says_when_it_was_made() -> None:
    assert next(read(io.BytesIO(LIST.read_bytes()))) == Opened("2026-11-20T00:00:09.554Z")


def test_every_entry_is_read_or_refused_with_a_reason() -> None:
    found = entries(LIST.read_bytes())
    assert len(found) == LIST.read_text().count("</INDIVIDUAL>") + LIST.read_text().count("</ENTITY>") == 8
    assert [one.fault.code for one in found if isinstance(one, Unreadable)] == ["no_name", "no_number"]


def test_a_name_in_four_parts_and_in_its_own_script() -> None:
    names = entry().names
    assert names[0] == Name("TOVAR ELMIN QASSEN DORRU", Quality.PRIMARY, "Latn")
    assert names[1] == Name("طوفار إلمين قاسن", Quality.PRIMARY, "Arab")


def test_aliases_are_taken_apart_and_keep_their_quality_and_remarks() -> None:
    good = [one for one in entry().names if one.quality is Quality.GOOD]
    assert [(one.full, one.script) for one in good] == [("Tovar Qasin", "Latn"), ("طوفار قاسين", "Arab"), ("Elmin Torvall", "Latn")]
    assert good[2].note == "born 3 May 1966; born 1966-05-03, Port Ander, Arvenia"
    low = [one for one in entry().names if one.quality is Quality.LOW]
    assert [one.full for one in low] == ["The Miller", "Abu Dorru", "Old Dorru"]
    assert {one.note for one in low} == {"Call sign"}


def test_names_of_an_entity() -> None:
    found = entry(number="9900101")
    assert not found.person
    assert [(one.full, one.quality.value, one.script) for one in found.names] == [
        ("HILL TRADING COMPANY (HTC)", "primary", "Latn"),
        ("HILL TRADING COMPANY", "primary", "Latn"),
        ("HTC", "primary", "Latn"),
        ("Торговая компания холмов", "primary", "Cyrl"),
        ("Hill Traders", "aka", "Latn"),
        ("Casta Hills", "aka", "Latn"),
        ("HTCO", "aka", "Latn"),
        ("Lantern Imports", "fka", "Latn"),
    ]


def test_dates_of_birth_as_far_as_they_are_known() -> None:
    assert entry().birth_dates == (
        BirthDate(Certainty.EXACT, "1966-05-03"),
        BirthDate(Certainty.APPROXIMATELY, "1967"),
        BirthDate(Certainty.BETWEEN, "1964", "1968", "Approximately"),
        BirthDate(Certainty.EXACT, "1965-11"),
        BirthDate(Certainty.APPROXIMATELY, note="30-35 years old"),
    )


def test_documents_with_their_number_out_of_the_words_around_it() -> None:
    assert entry().documents == (
        Document("Passport", "QL 4471903", "Quilara", "2011-04-15", "Orsk", "issued in Castara; expires on 14 April 2021"),
        Document(
            "National Identification Number", "911-10-77", "Quilara", note="Hill card; as listed: Quilaran hill card number 911-10-77"
        ),
        Document("Número de pasaporte", "K 191609", note="Castaran passport number K 191609 issued on 28 Feb. 1996"),
        Document("Passport", "", note="as listed: one is 8208, no. 555627 is the other; seen in 2009"),
    )


def test_places_days_and_words() -> None:
    found = entry()
    assert found.addresses == (Address("14 Lantern Street", "Lys", "Lower Arven", "4410", "Arvenia", "as of early 2016"),)
    assert found.birth_places == (Address("By the mill", "Orsk", "Hills", "", "Quilara", "or nearby"),)
    assert (found.listed_on, found.updated) == ("2015-03-02", ("2017-02-11", "2019-06-01"))
    assert (found.titles, found.designations) == (("Sheikh", "Colonel"), ("Commander of the hill band", "Treasurer"))
    assert found.nationalities == ("Quilara", "Belmora", "former Union of the Hills")
    assert found.comments == "Commands a band in the hills of Quilara. Review concluded on 1 June 2019."
    assert (found.list_type, found.reference, found.gender) == ("Quilara", "QLi.001", "Male")


def test_an_element_that_nobody_knows_is_named() -> None:
    assert entry(number="9900101").unread == ("SUBMITTED_BY",)
    odd = listing(person(1, more="<INDIVIDUAL_ALIAS><ALIAS_NAME>X</ALIAS_NAME><TRIBE>Y</TRIBE></INDIVIDUAL_ALIAS>"))
    assert entry(odd, "1").unread == ("INDIVIDUAL_ALIAS/TRIBE",)


def test_what_an_alias_says_without_a_name_is_kept() -> None:
    odd = listing(person(1, more="<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><NOTE>has another</NOTE></INDIVIDUAL_ALIAS>"))
    assert entry(odd, "1").comments == "Alias without a name: has another."


# ------------------------------------------------------------------------------------------------ what is no list
BOMB = b'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">%s]><CONSOLIDATED_LIST>&h;</CONSOLIDATED_LIST>' % b"".join(
    b'<!ENTITY %c "&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;">' % (letter + 1, *[letter] * 8) for letter in range(ord("a"), ord("h"))
)


@pytest.mark.parametrize(
    "content",
    [
        BOMB,
        b'<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/hostname">]><CONSOLIDATED_LIST>&x;</CONSOLIDATED_LIST>',
        b'<!DOCTYPE l SYSTEM "http://127.0.0.1:9/l.dtd"><CONSOLIDATED_LIST/>',
        b'<!DOCTYPE l [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]><CONSOLIDATED_LIST/>',
        b"<!DOCTYPE l><CONSOLIDATED_LIST/>",
    ],
    ids=["billion_laughs", "external_entity", "external_dtd", "parameter_entity", "empty_dtd"],
)
def test_a_document_type_and_entities_are_refused_at_their_declaration(content: bytes) -> None:
    assert refused(content) == "forbidden"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "bad_xml"),
        (b"not xml", "bad_xml"),
        (LIST.read_bytes()[:3000], "bad_xml"),
        (LIST.read_bytes().replace(b"</ENTITIES>", b""), "bad_xml"),
        (LIST.read_bytes() + b"<more/>", "bad_xml"),
        (b"\xff\xfe" + LIST.read_bytes(), "bad_xml"),
        (LIST.read_bytes().replace(b"Sheikh", b"\xe9"), "bad_xml"),
        (b'<?xml version="1.0" encoding="klingon"?><CONSOLIDATED_LIST/>', "bad_encoding"),
        (b"<html><body/></html>", "other_list"),
        (b"<CONSOLIDATED_LIST><VESSELS/></CONSOLIDATED_LIST>", "other_list"),
        (b"<CONSOLIDATED_LIST><ENTITIES><INDIVIDUAL/></ENTITIES></CONSOLIDATED_LIST>", "other_list"),
    ],
)
def test_what_is_no_whole_list_is_refused_as_a_whole(content: bytes, code: str) -> None:
    assert refused(content) == code


def test_an_entry_with_a_text_beyond_measure_is_refused_alone() -> None:
    long = f"<COMMENTS1>{'x' * (LONGEST_TEXT + 1)}</COMMENTS1>"
    first, second = entries(listing(person(1, more=long), person(2)))
    assert isinstance(first, Unreadable)
    assert (first.fault.code, first.number, first.reference) == ("too_long", "1", "QLi.1")
    assert isinstance(second, Entry)


def test_an_entry_too_deep_or_too_wide_is_refused_alone() -> None:
    deep, wide = "<TITLE>" * 60 + "</TITLE>" * 60, "<TITLE/>" * 4_000
    found = entries(listing(person(1, more=deep), person(2, more=wide), person(3)))
    assert [isinstance(one, Unreadable) and one.fault.code for one in found] == ["too_many", "too_many", False]


class Endless(io.RawIOBase):
    """A file that goes on for `size` bytes after its beginning, without ever being in memory."""

    def __init__(self, start: bytes, size: int) -> None:
        self.start, self.left, self.given = start, size, 0

    def read(self, size: int = -1) -> bytes:
        chunk, self.start = (self.start, b"") if self.start else (b"x" * min(size, self.left), b"")
        self.left -= len(chunk)
        self.given += len(chunk)
        return chunk


@pytest.mark.parametrize(
    ("start", "code"),
    [
        (b"<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><COMMENTS1>", "too_large"),
        (b"<CONSOLIDATED_LIST><!-- ", "too_long"),
        (b'<CONSOLIDATED_LIST a="', "too_long"),
        (b"<CONSOLIDATED_LIST><", "too_long"),
    ],
    ids=["text", "comment", "attribute", "name"],
)
def test_a_gigabyte_without_end_is_stopped_in_little_memory(start: bytes, code: str) -> None:
    file = Endless(start, 1 << 30)
    tracemalloc.start()
    with pytest.raises(InvalidList) as caught:
        list(read(file))  # type: ignore[arg-type]
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert caught.value.faults[0].code == code
    assert file.given <= LARGEST + (1 << 17)
    assert most < 4 << 20


def test_too_many_entries_are_refused_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comity.imports.un_xml.MOST_ENTRIES", 2)
    assert refused(listing(*map(person, (1, 2, 3)))) == "too_many"


# ------------------------------------------------------------------------------------------------- the list itself
REAL = Path(os.environ.get("COMITY_DATA", "")) / "names" / "un_consolidated.xml"


@pytest.mark.skipif(not os.environ.get("COMITY_DATA") or not REAL.exists(), reason="the list itself is not here")
def test_the_list_itself_is_read_whole() -> None:
    text = REAL.read_bytes()
    with REAL.open("rb") as file:
        found = [entry_of(one) for one in read(file) if isinstance(one, Node)]
    kinds = Counter(one.person for one in found)
    assert (kinds[True], kinds[False]) == (text.count(b"</INDIVIDUAL>"), text.count(b"</ENTITY>"))
    assert not {name for one in found if isinstance(one, Entry) for name in one.unread}
