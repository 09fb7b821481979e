"""Declarations: what is wrong stops the program; the strip is whole; the tables are as declared."""

from __future__ import annotations

from dataclasses import replace

import psycopg
import pytest

from comity.kernel.strip import Strip
from comity.registers.catalogue import BY_NAME, DECLARED, STRIP, NoSuchRegister, register
from comity.registers.model import COERCIVE, Field, Key, Register, SafetyWarning, WrongDeclaration
from comity.registers.table import columns, ddl

DOCUMENTS, VEHICLES = BY_NAME["travel_documents"], BY_NAME["vehicles"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"keys": (Key("number", "no_such_field"),)},
        {"keys": (Key("number", "number", "nowhere"),)},
        {"keys": ()},
        {"keys": (Key("a", "number"), Key("a", "number"))},
        {"identity": ()},
        {"identity": ("no_such_field",)},
        {"retention_years": 0},
        {"legal_source": ""},
        {"purposes": ()},
        {"fields": ()},
        {"first_step": ()},
        {"first_step": ("Arrest the holder.",)},
        {"number": 20},
        {"listed_by": "no_such_field"},
        {"warnings": (SafetyWarning(3, "a", "A"),)},
        {"warnings": (SafetyWarning(1, "a", "A"), SafetyWarning(1, "b", "B"))},
    ],
)
def test_a_wrong_declaration_does_not_exist(wrong: dict[str, object]) -> None:
    with pytest.raises(WrongDeclaration):
        replace(DOCUMENTS, **wrong)  # type: ignore[arg-type]


def test_two_fields_of_one_name_are_refused() -> None:
    with pytest.raises(WrongDeclaration):
        replace(DOCUMENTS, fields=(*DOCUMENTS.fields, Field("number", DOCUMENTS.fields[0].kind, "Again")))


def test_the_strip_has_all_nineteen_in_order() -> None:
    assert [(entry.number, entry.name) for entry in STRIP] == [(int(place), place.code) for place in Strip]
    assert all(entry.short and entry.title for entry in STRIP)
    assert [(one.number, one.name, one.title) for one in DECLARED] == [(entry.number, entry.name, entry.title) for entry in STRIP]
    with pytest.raises(NoSuchRegister):
        register("aircraft")


@pytest.mark.parametrize("one", DECLARED)
def test_HIT_03_no_first_step_is_coercive(one: Register) -> None:
    words = " ".join(one.first_step).lower()
    assert "confirm" in words
    assert not any(word in words for word in COERCIVE)


def test_REC_13_travel_documents_hold_nothing_of_a_person() -> None:
    words = " ".join(field.name for field in DOCUMENTS.fields)
    assert not any(word in words.split() for word in ("name", "surname", "birth_date", "sex", "nationality"))
    assert (DOCUMENTS.issuer_writes, DOCUMENTS.no_names) == ("issuer", True)


@pytest.mark.parametrize("one", DECLARED)
def test_identifiers_and_free_text_are_sealed(one: Register) -> None:
    in_columns = {field.name for field in one.columns}
    assert not in_columns & {key.field for key in one.keys if key.spread is None}
    assert not in_columns & {field.name for field in one.fields if "reference" in field.name or field.name in ("theft_place", "authority")}


@pytest.mark.parametrize("one", DECLARED)
def test_the_migrated_table_is_the_declared_one(one: Register, database: object) -> None:
    with psycopg.connect(database.owner) as connection:  # type: ignore[attr-defined]
        rows = connection.execute(
            "select attname, format_type(atttypid, atttypmod), attnotnull from pg_attribute"
            " where attrelid = %s::regclass and attnum > 0 and not attisdropped",
            [f"registers.{one.name}"],
        ).fetchall()
    assert {row[0]: (row[1], row[2]) for row in rows} == {column.name: (column.type, column.required) for column in columns(one)}
    assert ddl(one).startswith(f"create table registers.{one.name} (\n    id uuid not null,")


def test_every_table_forces_row_level_security_and_says_why_it_is_there(database: object) -> None:
    with psycopg.connect(database.owner) as connection:  # type: ignore[attr-defined]
        rows = connection.execute(
            "select c.relname, c.relrowsecurity and c.relforcerowsecurity, obj_description(c.oid)"
            " from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'registers' and c.relkind = 'r'"
        ).fetchall()
    assert {name for name, _, _ in rows} >= {
        "travel_documents",
        "vehicles",
        "search_key",
        "record_key",
        "version",
        "change",
        "deletion",
        "receipt",
    }
    for name, forced, comment in rows:
        assert forced, name
        assert "purpose:" in comment, name
        assert "retention:" in comment, name


def test_every_column_says_what_it_is_for(database: object) -> None:
    with psycopg.connect(database.owner) as connection:  # type: ignore[attr-defined]
        silent = connection.execute(
            "select c.relname, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid where c.relkind = 'r' and a.attnum > 0"
            " and c.relnamespace = 'registers'::regnamespace and not a.attisdropped and coalesce(col_description(c.oid, a.attnum), '') = ''"
        ).fetchall()
    assert silent == []
