"""Paths of repeated and compound fields: nested at the edges, flat within, found by their search keys."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.errors import Invalid
from comity.kernel.kinds import COUNTRY, DATE, DOCUMENT_NUMBER, TEXT
from comity.kernel.purposes import Purpose
from comity.registers.catalogue import BY_NUMBER
from comity.registers.model import Field, Key, Register, WrongDeclaration
from comity.registers.paths import each, flat, holds, in_order, leaf, nested
from comity.registers.search_keys import search_keys
from comity.registers.validate import cleaned
from comity.search.model import Sought
from comity.search.verify import match

SAMPLE = Register(
    number=19,
    name="sample",
    title="Sample",
    legal_source="None: a test",
    retention_years=1,
    purposes=(Purpose.BORDER,),
    fields=(
        Field("title", TEXT, "Title"),
        Field(
            "documents",
            TEXT,
            "Documents",
            required=True,
            many=3,
            parts=(
                Field("number", DOCUMENT_NUMBER, "Number", required=True),
                Field("issuer", COUNTRY, "Issuer"),
                Field("until", DATE, "Until", needed_for=("issuer", "XBM")),
            ),
        ),
        Field("marks", TEXT, "Marks", many=4),
        Field("place", TEXT, "Place", parts=(Field("town", TEXT, "Town"), Field("country", COUNTRY, "Country"))),
    ),
    keys=(Key("document_number", "documents.number", "documents.issuer"),),
    identity=("documents.number",),
    listed_by="title",
    first_step=("Compare.",),
)
TODAY = date(2026, 5, 4)
NESTED = {
    "title": "One",
    "documents": [{"number": "AB1", "issuer": "XBM", "until": "2030-01-01"}, {"number": "AB2"}],
    "marks": ["a", "b"],
    "place": {"town": "Arvport", "country": "XAR"},
}


def test_nested_and_flat_are_one_thing() -> None:
    typed = flat(SAMPLE, NESTED)
    assert typed["documents.2.number"] == "AB2"
    assert typed["place.town"] == "Arvport"
    values, faults = cleaned(SAMPLE, typed, TODAY)
    assert not faults
    assert nested(SAMPLE, values) == NESTED


@pytest.mark.parametrize(
    ("given_", "path", "code"),
    [
        ({"title": ["x"]}, "title", "wrong_shape"),
        ({"documents": {"number": "1"}}, "documents", "wrong_shape"),
        ({"documents": ["AB1"]}, "documents.1", "wrong_shape"),
        ({"documents": [{"number": ["1"]}]}, "documents.1.number", "wrong_shape"),
        ({"documents": [{}] * 4}, "documents", "too_many"),
        ({"marks": "a"}, "marks", "wrong_shape"),
        ({"place": "Arvport"}, "place", "wrong_shape"),
        ({"place": True}, "place", "wrong_shape"),
    ],
)
def test_a_wrong_shape_is_named_by_its_path(given_: dict[str, object], path: str, code: str) -> None:
    with pytest.raises(Invalid) as raised:
        flat(SAMPLE, given_)  # type: ignore[arg-type]
    assert [(fault.field, fault.code) for fault in raised.value.faults] == [(path, code)]


@pytest.mark.parametrize(
    "path", ["documents", "documents.1", "documents.0.number", "documents.4.number", "documents.01.number", "documents.1.nobody", "title.1"]
)
def test_no_such_path(path: str) -> None:
    assert leaf(SAMPLE, path) is None
    _, faults = cleaned(SAMPLE, {path: "x"}, TODAY)
    assert "unknown_field" in {fault.code for fault in faults}


def test_what_an_item_lacks_is_named_by_its_path() -> None:
    _, faults = cleaned(SAMPLE, {"documents.2.issuer": "XAR", "documents.3.number": "A!"}, TODAY)
    assert {(fault.field, fault.code) for fault in faults} >= {("documents.2.number", "required")}


def test_a_required_compound_field() -> None:
    _, faults = cleaned(SAMPLE, {"title": "x"}, TODAY)
    assert [(fault.field, fault.code) for fault in faults] == [("documents", "required")]


def test_items_are_counted_anew() -> None:
    values, _ = cleaned(SAMPLE, {"documents.3.number": "AB3", "documents.1.number": "", "marks.4": "d", "marks.2": "b"}, TODAY)
    assert values == {"documents.1.number": "AB3", "marks.1": "b", "marks.2": "d"}


def test_each_item_is_a_key_with_its_own_country() -> None:
    values, _ = cleaned(SAMPLE, flat(SAMPLE, NESTED), TODAY)
    assert search_keys(SAMPLE, values) == (b"19|document_number|A81|XBM",)  # the second has no country, so it is no key
    assert list(each(values, "documents.number", "documents.issuer")) == [("AB1", "XBM"), ("AB2", "")]
    assert list(each(values, "marks")) == [("a",), ("b",)]
    assert list(each(values, "title")) == [("One",)]
    assert list(each(values, "absent")) == []
    assert holds(values, "documents")
    assert holds(values, "documents.issuer")
    assert not holds(values, "documents.type")


def test_a_compound_field_is_compared_item_by_item(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(BY_NUMBER, 19, SAMPLE)
    values, _ = cleaned(SAMPLE, flat(SAMPLE, NESTED), TODAY)
    assert match(Sought(19, "document_number", "AB1", "XBM", b""), values) is not None
    assert match(Sought(19, "document_number", "AB2", "XBM", b""), values) is None


@given(st.dictionaries(st.text(alphabet="documents.marks.place1234titlenumber", max_size=25), st.text(max_size=5), max_size=8))
def test_any_paths_give_values_or_faults(typed: dict[str, str]) -> None:
    values, _ = cleaned(SAMPLE, typed, TODAY)
    assert in_order(SAMPLE, values) == values
    assert all(leaf(SAMPLE, path) for path in values)


def test_a_part_has_no_parts() -> None:
    inner = Field("a", TEXT, "A", parts=(Field("b", TEXT, "B", parts=(Field("c", TEXT, "C"),)),))
    with pytest.raises(WrongDeclaration):
        Register(19, "x", "X", "law", 1, (Purpose.BORDER,), (inner,), (), ("a",), "a", ("Compare.",), found_by="words")


def test_REC_11_a_sensitive_field_is_no_key() -> None:
    field = Field("number", DOCUMENT_NUMBER, "Number", searched=False)
    with pytest.raises(WrongDeclaration, match="REC-11"):
        Register(19, "x", "X", "law", 1, (Purpose.BORDER,), (field,), (Key("k", "number"),), ("number",), "number", ("Compare.",))
