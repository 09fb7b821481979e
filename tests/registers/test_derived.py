"""What follows from the declarations, for all nineteen: schema, form, templates, what a reader sees, reference pages."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from itertools import islice
from uuid import UUID

import openpyxl
import pytest
from jsonschema_rs import Draft202012Validator, meta

from comity.access.model import AuthorityKind, Reader, Role, UnitKind
from comity.access.permissions import CLEARED_ONLY
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose
from comity.registers.catalogue import BY_NAME, DECLARED
from comity.registers.csv_files import HEADER_COLUMNS, ITEMS, columns, csv_template
from comity.registers.form import SPARE, form
from comity.registers.json_schema import json_schema
from comity.registers.model import Field, Register
from comity.registers.paths import flat, leaf, nested
from comity.registers.redact import left_out, redact_values
from comity.registers.sample import sample_rows
from comity.registers.validate import cleaned
from comity.registers.vocabulary import SUGGESTIONS
from comity.registers.xlsx_files import xlsx_template
from tools.registers import REFERENCE, pages

TODAY = date(2026, 11, 21)
EACH = pytest.mark.parametrize("one", DECLARED, ids=lambda one: one.name)
READER = Reader(
    authority=2, kind=AuthorityKind.COUNTRY, bureau=2, unit=1, unit_kind=UnitKind.DESK, officer=1, officer_name="x", system=0,
    roles=frozenset({Role.OFFICER}), clearance=Level.CONFIDENTIAL, purpose=Purpose.WANTED, registers=frozenset(range(1, 20)),
)  # fmt: skip


def reader(**news: object) -> Reader:
    return replace(READER, **news)  # type: ignore[arg-type]


def rows(one: Register, count: int = 30) -> list[dict[str, str]]:
    return list(islice(sample_rows(one, 5, count, today=TODAY), count))


def every_field(one: Register) -> list[Field]:
    return [leaf for field in one.fields for leaf in (field, *field.parts)]


@EACH
def test_a_declaration_says_for_people_what_it_is_for(one: Register) -> None:
    assert one.about.endswith(".")
    assert len(one.about) > 20
    assert one.specialists == (one.number in CLEARED_ONLY)


@EACH
def test_sample_rows_nested_keep_to_the_schema_and_come_back_flat(one: Register) -> None:
    schema = json_schema(one)
    meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})
    checker = Draft202012Validator(schema)
    for row in rows(one):
        whole = nested(one, row)
        checker.validate(whole)
        assert flat(one, whole) == row


@EACH
def test_the_schema_refuses_what_the_register_does_not_have(one: Register) -> None:
    checker = Draft202012Validator(json_schema(one))
    whole = nested(one, rows(one, 1)[0])
    assert not checker.is_valid({**whole, "no_such_field": "x"})
    for field in one.fields:
        if field.many:
            item = {part.name: "x" for part in field.parts} if field.parts else "x"
            assert not checker.is_valid({**whole, field.name: [item] * (field.many + 1)}), field.name


@EACH
def test_the_form_has_every_field_once_with_spare_rows(one: Register) -> None:
    made = form(one)
    controls = [control.name for section in made for control in section.controls]
    groups = {group.name: group for section in made for group in section.groups}
    single = [field.name for field in one.fields if not field.many and not field.parts]
    assert sorted(set(controls) & {field.name for field in one.fields}) == sorted(single)
    assert len(controls) == len(set(controls))
    assert set(groups) == {field.name for field in one.fields if field.many or field.parts}
    for name, group in groups.items():
        assert len(group.rows) == (min(SPARE, one.field(name).many) if one.field(name).many else 1)
        assert all(leaf(one, control.name) for row in group.rows for control in row)
    assert [section.title for section in made][-1] == "Why it is recorded, and for whom"


@EACH
def test_a_filled_form_gives_the_record_again(one: Register) -> None:
    row = rows(one, 1)[0]
    made = form(one, row)
    typed = {control.name: control.value for section in made for control in section.controls if leaf(one, control.name)}
    typed |= {control.name: control.value for section in made for group in section.groups for line in group.rows for control in line}
    assert cleaned(one, typed, TODAY) == (row, [])


def test_a_form_offers_makers_while_somebody_types() -> None:
    controls = {control.name: control for section in form(BY_NAME["firearms"]) for control in section.controls}
    assert "Beretta" in controls["make"].suggested
    declared = {field.kind.name for one in DECLARED for field in every_field(one)}
    assert set(SUGGESTIONS) <= declared


@EACH
def test_a_template_has_every_leaf_and_loads_as_a_record(one: Register) -> None:
    names = columns(one)
    assert len(set(names)) == len(names)
    assert csv_template(one) == "\ufeff" + ",".join(names) + "\r\n"
    assert names[-len(HEADER_COLUMNS) :] == HEADER_COLUMNS
    own = names[: -len(HEADER_COLUMNS)]
    assert all(leaf(one, name) is not None for name in own)
    leaves = {f"{field.name}.{part.name}" if field.parts else field.name for field in one.fields for part in (field.parts or (field,))}
    assert {".".join(word for word in name.split(".") if not word.isdigit()) for name in own} == leaves
    repeated = [field for field in one.fields if field.many]
    assert all(sum(name.startswith(f"{field.name}.{min(ITEMS, field.many)}") for name in own) for field in repeated)


@EACH
def test_the_spreadsheet_has_the_same_columns_and_says_what_each_takes(one: Register) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_template(one)))
    assert tuple(cell.value for cell in book["Records"][1]) == columns(one)
    told = {row[0].value: row[3].value for row in book["Columns"].iter_rows(min_row=2)}
    assert tuple(told) == columns(one)
    assert all(cell.font.b for sheet in book for cell in sheet[1])
    assert all(told.values())
    for rule in book["Records"].data_validations.dataValidation:
        assert len(rule.formula1) <= 257  # 255 characters and two quotation marks: more and a spreadsheet says that the file is broken


@EACH
def test_PUR_06_the_first_line_sees_the_fields_meant_for_it(one: Register) -> None:
    border = reader(unit_kind=UnitKind.BORDER_POST, purpose=Purpose.BORDER)
    for row in rows(one):
        shown = redact_values(one, row, border)
        for path in shown:
            field, top = leaf(one, path), one.field(path.partition(".")[0])
            assert field is not None
            assert top.first_line
            assert field.first_line


@EACH
def test_CLS_03_a_field_above_the_clearance_is_kept_back_and_named(one: Register) -> None:
    plain, cleared = reader(clearance=Level.OFFICIAL), reader()
    for field in one.fields:
        hidden = field.name in left_out(one, plain)
        assert hidden is (field.level > Level.OFFICIAL)
    assert not [name for name in left_out(one, cleared) if not one.field(name).roles]
    for row in rows(one, 5):
        assert redact_values(one, row, cleared) == row


def test_a_field_for_one_role_is_for_that_role_alone() -> None:
    base = BY_NAME["vehicles"]
    guarded = replace(base, fields=tuple(replace(f, roles=frozenset({Role.ANALYST})) if f.name == "vin" else f for f in base.fields))
    row = rows(base, 1)[0]
    assert "vin" not in redact_values(guarded, row, READER)
    assert left_out(guarded, READER) == ("vin",)
    assert redact_values(guarded, row, reader(roles=frozenset({Role.ANALYST}))) == row


def test_a_part_above_the_clearance_is_left_out_of_its_item() -> None:
    notices = BY_NAME["notices"]
    row = {"colour": "silver", "assets.1.kind": "account", "assets.1.iban": "GB82WEST12345698765432"}
    assert redact_values(notices, row, reader(clearance=Level.OFFICIAL)) == {"colour": "silver"}


@EACH
def test_REC_02_a_person_s_status_is_asked_for_wherever_there_are_persons(one: Register) -> None:
    holds = {"names", "births"} & {field.name for field in one.fields}
    assert not holds or (one.persons and one.statuses == "status")


@EACH
def test_every_closed_list_has_codes_that_files_can_name(one: Register) -> None:
    for field in every_field(one):
        for code, title in field.kind.choices:
            assert re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", code), (field.name, code)
            assert title
        assert re.fullmatch(r"[a-z][a-z0-9_]*", field.name)


def test_the_reference_pages_and_the_record_of_processing_are_those_of_the_declarations() -> None:
    for path, text in pages().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: run python3 run python -m tools.registers"
    assert {path.stem for path in (REFERENCE / "registers").glob("*.md")} == set(BY_NAME)


@EACH
def test_the_record_of_processing_says_what_the_law_asks_for(one: Register) -> None:
    text = pages()[REFERENCE / "processing.md"]
    section = text.partition(f"\n## {one.title}\n")[2].partition("\n## ")[0]
    for word in ("purpose", "source in law", "categories of persons", "categories of data", "recipients", "retention", "measures"):
        assert f"| {word} | " in section, word


@EACH
def test_no_field_takes_the_name_of_a_column_that_every_file_has(one: Register) -> None:
    assert not {field.name for field in one.fields} & {*HEADER_COLUMNS, "action", "discreet", "error_field", "error_code", "error_sentence"}


def test_an_example_s_notice_is_an_id() -> None:
    assert UUID(rows(BY_NAME["linked_documents"], 1)[0]["notice"])


def test_what_tells_a_thing_from_another_is_asked_first() -> None:
    first = form(BY_NAME["vehicles"])[0]
    assert [control.name for control in first.controls][:4] == ["vin", "plate", "plate_country", "engine_number"]


@pytest.mark.parametrize("one", DECLARED, ids=lambda one: one.name)
def test_no_hint_is_the_bare_id_of_a_rule(one: Register) -> None:
    hints = [part.kind.hint for field in one.fields for part in (field, *field.parts)]
    assert not [hint for hint in hints if re.fullmatch(r"[A-Z]{3}-\d+", hint)]
