"""Builds the synthetic world through the same services as a real one: authorities, officers, records, each act in the audit.

Passwords and code seeds are random and lie in one file of the demo's own folder, readable by its user alone.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import msgspec

from comity.access.administration import Administration, NewOfficer
from comity.access.model import Bureau, Reader, Role, Unit
from comity.access.permissions import ANY_REGISTER
from comity.app import Comity
from comity.demo.world import (
    BUREAUS,
    DOCUMENTS,
    HIDDEN_DOCUMENT,
    HIDDEN_FROM,
    SAMPLE_RECORDS,
    VEHICLES,
    DemoBureau,
    DemoDocument,
    DemoOfficer,
    DemoVehicle,
)
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose
from comity.registers.catalogue import register
from comity.registers.deciding import restrict
from comity.registers.entering import create
from comity.registers.record import Entered
from comity.registers.sample import sample_rows

SEED_BYTES: Final = 20
PASSWORD_BYTES: Final = 12
ACCOUNTS: Final = "accounts.json"
_LAW: Final = "Demonstration act, article 1"
_HEADER: Final = Entered(purposes=("border", "wanted"), law=_LAW, source="holder", level="restricted")


class Account(msgspec.Struct, frozen=True):
    """How to sign in as one officer of the demonstration. `seed`: of the codes, base32."""

    login: str
    name: str
    bureau: str
    roles: tuple[str, ...]
    password: str
    seed: bytes


class Accounts(msgspec.Struct, frozen=True):
    """All of them, the token of Arvenia's national system, and which world they belong to (`world_digest`)."""

    officers: tuple[Account, ...]
    token: str
    world: str


@dataclass(slots=True)
class Placed:
    """One bureau as it was entered."""

    demo: DemoBureau
    bureau: Bureau
    units: dict[str, Unit]
    officers: dict[str, int]
    system: int = 0

    def reader(self, role: Role, number: int) -> Reader:
        """Who enters this bureau's records while the world is built: one of its officers, at its desk."""
        unit = self.units.get("DESK") or next(iter(self.units.values()))
        return Reader(
            authority=self.demo.number,
            kind=self.demo.kind,
            bureau=self.bureau.number,
            unit=unit.number,
            unit_kind=unit.kind,
            officer=number,
            officer_name="demonstration",
            system=0,
            roles=frozenset({role}),
            clearance=Level.CONFIDENTIAL,
            purpose=Purpose.BORDER,
            registers=frozenset(int(one) for one in ANY_REGISTER),
        )


async def build_people(comity: Comity) -> list[Placed]:
    """Authorities, bureaus, units, officers with fresh passwords, systems; `accounts.json` is written by `write_accounts`."""
    return [await _bureau(comity.administration, one) for one in BUREAUS]


async def _bureau(administration: Administration, demo: DemoBureau) -> Placed:
    await administration.add_authority(demo.number, demo.code, demo.kind, demo.names, [demo.code])
    bureau = await administration.add_bureau(demo.number, demo.code, demo.bureau_names)
    units = {one.code: await administration.add_unit(bureau, one.kind, one.code, one.names) for one in demo.units}
    placed = Placed(demo, bureau, units, {})
    if demo.system:
        names = {"en": "Passport gates", "ar": "بوابات الجوازات"}
        placed.system = await administration.add_system(bureau, demo.system, names, frozenset({Role.OFFICER}), Level.RESTRICTED)
    return placed


async def add_officers(comity: Comity, placed: list[Placed]) -> list[Account]:
    """The officers of every bureau, each with a password and a seed of its own."""
    accounts: list[Account] = []
    for one in placed:
        for officer in one.demo.officers:
            account, number = await _officer(comity.administration, one, officer)
            one.officers[officer.login] = number
            accounts.append(account)
    return accounts


async def _officer(administration: Administration, placed: Placed, officer: DemoOfficer) -> tuple[Account, int]:
    password, seed = secrets.token_urlsafe(PASSWORD_BYTES), secrets.token_bytes(SEED_BYTES)
    units = tuple(placed.units[code].number for code in officer.units)
    fresh = NewOfficer(
        officer.login, officer.name, officer.roles, officer.clearance, password, seed, units,
        nationalities=officer.nationalities, desk=officer.desk,
    )  # fmt: skip
    number = await administration.add_officer(placed.bureau, fresh)
    roles = tuple(sorted(str(role) for role in officer.roles))
    return Account(officer.login, officer.name, placed.demo.bureau_names["en"], roles, password, seed), number


async def add_records(comity: Comity, placed: list[Placed]) -> None:
    """The records of the world, entered by each owner's registrar; one of them restricted by its owner."""
    by_code = {one.demo.code: one for one in placed}
    for document in (*DOCUMENTS, HIDDEN_DOCUMENT):
        reader = _registrar(by_code[document.owner])
        record, _ = await create(comity.records, reader, register("travel_documents"), _document(document), _HEADER)
        if document is HIDDEN_DOCUMENT:
            await restrict(comity.records, reader, register("travel_documents"), record.id, [by_code[HIDDEN_FROM].demo.number])
    for vehicle in VEHICLES:
        header = replace(_HEADER, warnings=vehicle.warnings)
        await create(comity.records, _registrar(by_code[vehicle.owner]), register("vehicles"), _vehicle(vehicle), header)
    today = comity.clock.now().date()
    for number, owner in enumerate(("XBM", "XCS")):
        for row in sample_rows(register("travel_documents"), number, SAMPLE_RECORDS // 2, today=today, issuer=owner):
            await create(comity.records, _registrar(by_code[owner]), register("travel_documents"), row, _HEADER)


def _registrar(placed: Placed) -> Reader:
    return placed.reader(Role.REGISTRAR, next(iter(placed.officers.values()), 0) or placed.demo.number)


def _document(document: DemoDocument) -> dict[str, str]:
    values = {
        "number": document.number,
        "issuer": document.owner,
        "type": document.type,
        "reason": document.reason,
        "theft_date": document.theft_date,
        "theft_country": document.theft_country,
        "theft_place": document.theft_place,
        "batch_reference": document.batch,
    }
    return {name: value for name, value in values.items() if value}


def _vehicle(vehicle: DemoVehicle) -> dict[str, str]:
    return {
        "vin": vehicle.vin,
        "plate": vehicle.plate,
        "plate_country": vehicle.owner,
        "make": vehicle.make,
        "model": vehicle.model,
        "year": vehicle.year,
        "colour": vehicle.colour,
        "theft_date": vehicle.theft_date,
        "theft_country": vehicle.owner,
    }


async def issue_token(comity: Comity, placed: list[Placed]) -> str:
    """A token for the first national system: document and vehicle registers, border purposes, a year."""
    owner = next(one for one in placed if one.system)
    issuer = owner.reader(Role.SECURITY, next(iter(owner.officers.values())))
    purposes = (Purpose.BORDER, Purpose.WANTED)
    issued = await comity.tokens.issue(issuer, owner.system, [3, 8], purposes, timedelta(days=365))
    return issued.text


def write_accounts(home: Path, accounts: Accounts) -> None:
    """Into one file that its user alone may read."""
    path = home / ACCOUNTS
    path.touch(mode=0o600)
    path.write_bytes(msgspec.json.encode(accounts))


def read_accounts(home: Path) -> Accounts | None:
    """The accounts of a world that is finished and is this program's, else None: then it is to be built anew."""
    try:
        accounts = msgspec.json.decode((home / ACCOUNTS).read_bytes(), type=Accounts)
    except (OSError, msgspec.DecodeError):
        return None
    return accounts if accounts.world == world_digest() else None


def world_digest() -> str:
    """Names the world that this program would build: another text of these files makes another world."""
    total = hashlib.sha256(Path(__file__).read_bytes())
    for name in ("world.py", "filling.py"):
        total.update(Path(__file__).with_name(name).read_bytes())
    return total.hexdigest()[:16]
