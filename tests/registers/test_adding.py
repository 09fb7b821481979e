"""The how-tos, tried: a field and a register are added to a copy of the package, and everything that follows from a declaration changes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "comity"
FIELD = '        Field("lien", text("lien", 80, "Who has a claim", examples=("Bank of Lys",)), "Claim of another", first_line=False),\n'
COLUMN = """        Field("axles", YES_NO, "More than two axles", required=True),
"""
REGISTER = '''"""Aircraft, for this test."""

from comity.kernel.kinds import COUNTRY, GROUP, PERSON_NAME, SERIAL, text
from comity.kernel.purposes import Purpose
from comity.registers.model import Field, Key, Register

AIRCRAFT = Register(
    number=9,
    name="aircraft",
    title="Aircraft",
    about="Stolen aircraft.",
    legal_source="A test",
    retention_years=5,
    purposes=(Purpose.BORDER,),
    fields=(
        Field("mark", SERIAL, "Registration mark", required=True, sealed=True),
        Field("country", COUNTRY, "Country", required=True),
        Field("crew", GROUP, "Crew", many=4, parts=(Field("name", PERSON_NAME, "Name", required=True),)),
    ),
    keys=(Key("serial", "mark"),),
    identity=("mark",),
    listed_by="country",
    first_step=("Ask the owner to confirm before you act.",),
)
'''
ASK = """
import json, sys
from datetime import date
from comity.kernel.errors import Invalid
from comity.registers.csv_files import columns
from comity.registers.form import form
from comity.registers.json_schema import json_schema
from comity.registers.reference import page
from comity.registers.search_keys import search_keys
from comity.registers.table import ddl
from comity.registers.validate import cleaned
{imported}
controls = [each.name for section in form(ONE) for each in section.controls]
controls += [control.name for section in form(ONE) for group in section.groups for row in group.rows for control in row]
values, faults = cleaned(ONE, {typed!r}, date(2026, 11, 21))
print(json.dumps(dict(
    form=controls, schema=json_schema(ONE), template=columns(ONE), table=ddl(ONE), values=values,
    keys=[key.decode() for key in search_keys(ONE, values)], faults=[(each.field, each.code) for each in faults],
    page=page(ONE) if {page} else "",
)))
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package without what these functions do not need: bytecode and pages."""
    shutil.copytree(PACKAGE, tmp_path / "comity", ignore=shutil.ignore_patterns("__pycache__", "locale", "static", "migrations"))
    return tmp_path


def run(copy: Path, text: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", text]
    return subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(copy)})


def asked(copy: Path, imported: str, typed: dict[str, str], *, page: bool = True) -> dict[str, object]:
    text = ASK.format(imported=imported, typed=typed, page=page)
    done = subprocess.run(
        [sys.executable, "-c", text], cwd=copy, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(copy)}
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, object] = json.loads(done.stdout)
    return found


def added(copy: Path, name: str, line: str) -> None:
    path = copy / "comity" / "registers" / "declarations" / f"{name}.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("    fields=(\n", f"    fields=(\n{line}", 1), encoding="utf-8")


VEHICLES = "from comity.registers.catalogue import BY_NAME\nONE = BY_NAME['vehicles']"


def test_a_sealed_field_is_everywhere_but_in_the_table(copy: Path) -> None:
    before = asked(copy, VEHICLES, {"lien": "Bank"})
    assert ["lien", "unknown_field"] in before["faults"]  # type: ignore[operator]
    added(copy, "vehicles", FIELD)
    after = asked(copy, VEHICLES, {"lien": "  Bank   of Lys ", "theft_date": "2026", "theft_country": "XAR"})
    assert (after["values"], after["faults"]) == ({"lien": "Bank of Lys", "theft_date": "2026", "theft_country": "XAR"}, [])
    assert "lien" in after["form"]  # type: ignore[operator]
    assert "lien" in after["schema"]["properties"]  # type: ignore[index, call-overload]
    assert "lien" in after["template"]  # type: ignore[operator]
    assert "| `lien` | Claim of another | One line of text. | sealed | second line |" in str(after["page"])
    assert after["table"] == before["table"]


def test_a_plain_field_asks_for_a_column(copy: Path) -> None:
    before = asked(copy, VEHICLES, {})
    path = copy / "comity" / "registers" / "declarations" / "vehicles.py"
    path.write_text(path.read_text().replace("import PHOTOGRAPHS, PLACE_NAME", "import PHOTOGRAPHS, PLACE_NAME, YES_NO"), encoding="utf-8")
    added(copy, "vehicles", COLUMN)
    after = asked(copy, VEHICLES, {"axles": "maybe"})
    assert "axles text not null" in str(after["table"])
    assert "axles" not in str(before["table"])
    assert ["axles", "not_in_list"] in after["faults"]  # type: ignore[operator]
    assert "axles" in after["schema"]["required"]  # type: ignore[index, call-overload]


def test_a_register_is_one_file(copy: Path) -> None:
    (copy / "comity" / "registers" / "declarations" / "aircraft.py").write_text(REGISTER, encoding="utf-8")
    imported = "from comity.registers.declarations.aircraft import AIRCRAFT as ONE"
    typed = {"mark": "xa-bcd", "country": "XAR", "crew.1.name": "Runa Nolvik"}
    found = asked(copy, imported, typed, page=False)
    assert found["values"] == {"mark": "XABCD", "country": "XAR", "crew.1.name": "Runa Nolvik"}
    assert found["keys"] == ["9|serial|XA8CD|"]
    assert found["form"][:2] == ["mark", "country"]  # type: ignore[index]
    assert "crew.2.name" in found["form"]  # type: ignore[operator]
    assert {"crew.1.name", "crew.3.name", "purposes"} <= set(found["template"])  # type: ignore[call-overload]
    assert found["schema"]["properties"]["crew"]["maxItems"] == 4  # type: ignore[index, call-overload]
    assert "country text not null" in str(found["table"])
    assert "mark" not in str(found["table"])


def test_a_register_that_tells_officers_to_use_force_does_not_start(copy: Path) -> None:
    path = copy / "comity" / "registers" / "declarations" / "aircraft.py"
    path.write_text(REGISTER.replace("Ask the owner to confirm before you act.", "Detain the pilot."), encoding="utf-8")
    text = "import comity.registers.declarations.aircraft"
    done = subprocess.run(
        [sys.executable, "-c", text], cwd=copy, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(copy)}
    )
    assert done.returncode == 1
    assert "aircraft: it tells an officer to act against somebody before the owner confirms" in done.stderr
