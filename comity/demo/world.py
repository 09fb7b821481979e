"""What stands in the synthetic world, as data. Every country, place and person is invented; codes are from ISO's user-assigned range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from comity.access.model import AuthorityKind, Role, UnitKind
from comity.kernel.levels import Level

Names = dict[str, str]
ORGANISATION: Final = "Comity demonstration"


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """A place of a bureau."""

    code: str
    kind: UnitKind
    names: Names


@dataclass(frozen=True, slots=True)
class DemoOfficer:
    """Somebody who may be signed in as. `units`: codes. `desk`: 1 legal, 2 police, of a reviewer of the secretariat."""

    login: str
    name: str
    roles: frozenset[Role]
    clearance: Level
    units: tuple[str, ...]
    nationalities: tuple[str, ...] = ()
    desk: int | None = None


@dataclass(frozen=True, slots=True)
class DemoBureau:
    """An authority with its bureau, units, officers and, where it has one, its national system."""

    number: int
    code: str
    kind: AuthorityKind
    names: Names
    bureau_names: Names
    units: tuple[DemoUnit, ...] = ()
    officers: tuple[DemoOfficer, ...] = ()
    system: str = ""


@dataclass(frozen=True, slots=True)
class DemoDocument:
    """A record of the register of travel documents."""

    owner: str
    number: str
    type: str
    reason: str
    theft_date: str = ""
    theft_country: str = ""
    theft_place: str = ""
    batch: str = ""


@dataclass(frozen=True, slots=True)
class DemoVehicle:
    """A record of the register of vehicles."""

    owner: str
    vin: str
    plate: str
    make: str
    model: str
    year: str
    colour: str
    theft_date: str
    warnings: tuple[str, ...] = ()


_DESK: Final = DemoUnit("DESK", UnitKind.DESK, {"en": "National desk", "ar": "المكتب الوطني"})
_REGISTRAR: Final = frozenset({Role.REGISTRAR})
_SUPERVISOR: Final = frozenset({Role.SUPERVISOR})

BUREAUS: Final = (
    DemoBureau(
        1,
        "XAR",
        AuthorityKind.COUNTRY,
        {"en": "Arvenia", "ar": "أرفينيا"},
        {"en": "Bureau Arvenia", "ar": "مكتب أرفينيا"},
        (
            DemoUnit("LYS", UnitKind.PORT, {"en": "Port of Lys, border unit", "ar": "ميناء ليس، وحدة الحدود"}),
            DemoUnit("AIR", UnitKind.AIRPORT, {"en": "Arven airport", "ar": "مطار أرفين"}),
            _DESK,
        ),
        (
            DemoOfficer("ines.marlow", "Ines Marlow", frozenset({Role.OFFICER}), Level.RESTRICTED, ("LYS", "AIR")),
            DemoOfficer("tomas.reyl", "Tomas Reyl", _REGISTRAR, Level.RESTRICTED, ("DESK",)),
            DemoOfficer("salma.idrane", "Salma Idrane", _SUPERVISOR, Level.CONFIDENTIAL, ("DESK", "LYS")),
            DemoOfficer("dara.voss", "Dara Voss", frozenset({Role.SPECIALIST, Role.REGISTRAR}), Level.CONFIDENTIAL, ("DESK",)),
            DemoOfficer("jonas.wick", "Jonas Wick", frozenset({Role.AUDITOR}), Level.CONFIDENTIAL, ("DESK",)),
            DemoOfficer("mira.sand", "Mira Sand", frozenset({Role.SECURITY}), Level.RESTRICTED, ("DESK",)),
        ),
        system="LYS-GATES",
    ),
    DemoBureau(
        2,
        "XBM",
        AuthorityKind.COUNTRY,
        {"en": "Belmora", "ar": "بلمورا"},
        {"en": "Bureau Belmora", "ar": "مكتب بلمورا"},
        (_DESK, DemoUnit("DUTY", UnitKind.DUTY_DESK, {"en": "Duty desk", "ar": "مكتب المناوبة"})),
        (
            DemoOfficer("adel.karam", "Adel Karam", _REGISTRAR, Level.CONFIDENTIAL, ("DESK", "DUTY")),
            DemoOfficer("lena.orsk", "Lena Orsk", _SUPERVISOR, Level.CONFIDENTIAL, ("DESK",)),
        ),
    ),
    DemoBureau(
        3,
        "XCS",
        AuthorityKind.COUNTRY,
        {"en": "Castara", "ar": "كاستارا"},
        {"en": "Bureau Castara", "ar": "مكتب كاستارا"},
        (_DESK,),
        (DemoOfficer("rui.calder", "Rui Calder", _REGISTRAR, Level.CONFIDENTIAL, ("DESK",)),),
    ),
    DemoBureau(
        4, "XDV", AuthorityKind.COUNTRY, {"en": "Dovania", "ar": "دوفانيا"}, {"en": "Bureau Dovania", "ar": "مكتب دوفانيا"}, (_DESK,)
    ),
    DemoBureau(
        5, "XEM", AuthorityKind.COUNTRY, {"en": "Esmeria", "ar": "إسميريا"}, {"en": "Bureau Esmeria", "ar": "مكتب إسميريا"}, (_DESK,)
    ),
    DemoBureau(
        6, "XQL", AuthorityKind.COUNTRY, {"en": "Quilara", "ar": "كويلارا"}, {"en": "Bureau Quilara", "ar": "مكتب كويلارا"}, (_DESK,)
    ),
    DemoBureau(
        7,
        "XXT",
        AuthorityKind.ENTITY,
        {"en": "Regional tribunal", "ar": "المحكمة الإقليمية"},
        {"en": "Office of the tribunal", "ar": "مكتب المحكمة"},
        (_DESK,),
    ),
    DemoBureau(
        8,
        "XXS",
        AuthorityKind.SECRETARIAT,
        {"en": "General secretariat", "ar": "الأمانة العامة"},
        {"en": "General secretariat", "ar": "الأمانة العامة"},
        (
            DemoUnit("CENTRE", UnitKind.COMMAND_CENTRE, {"en": "Command centre", "ar": "مركز القيادة"}),
            DemoUnit("NOTICES", UnitKind.DESK, {"en": "Notices desk", "ar": "مكتب النشرات"}),
        ),
        (
            DemoOfficer("noor.vance", "Noor Vance", frozenset({Role.CENTRE}), Level.CONFIDENTIAL, ("CENTRE",)),
            DemoOfficer("vera.quill", "Vera Quill", _REGISTRAR, Level.CONFIDENTIAL, ("NOTICES",)),
            DemoOfficer("iria.sol", "Iria Sol", _SUPERVISOR, Level.CONFIDENTIAL, ("CENTRE",), ("XDV",), 1),
            DemoOfficer("benno.hart", "Benno Hart", _SUPERVISOR, Level.CONFIDENTIAL, ("CENTRE",), ("XEM",), 2),
        ),
    ),
)

DOCUMENTS: Final = (
    DemoDocument("XBM", "C0118832", "passport", "stolen", "2026-09-03", "XAR", "Port Ander"),
    DemoDocument("XBM", "C0420017", "passport", "lost", "2026-10-11", "XBM"),
    DemoDocument("XBM", "ID55120984", "identity_card", "stolen_blank", "2026-08-19", "XBM", batch="BL-2026-17"),
    DemoDocument("XCS", "P7702214", "passport", "stolen", "2026-07-28", "XCS", "Solvane station"),
    DemoDocument("XCS", "AD5520917", "passport", "lost", "2026-11-02", "XAR"),
    DemoDocument("XAR", "P4471903Z", "passport", "stolen", "2026-11-14", "XBM", "Night train"),
)
VEHICLES: Final = (
    DemoVehicle("XBM", "0XAC1D0E042788112", "BM4471K", "Belmo", "Strada", "2023", "grey", "2026-10-30", ("armed",)),
    DemoVehicle("XCS", "0XBC1D0E117733209", "CS90817", "Casta", "Lumen", "2021", "blue", "2026-11-08"),
    DemoVehicle("XAR", "0XDC1D0E990112345", "AR118LY", "Arven", "Kestrel", "2024", "white", "2026-11-17"),
)

# Restricted by Castara from Arvenia: an officer of Arvenia gets a true no hit, one of Belmora a hit (OWN-03, OWN-04).
HIDDEN_DOCUMENT: Final = DemoDocument("XCS", "P6600123", "passport", "stolen", "2026-10-01", "XCS")
HIDDEN_FROM: Final = "XAR"

# Quilara keeps its own register: asked for its documents, it does not answer in this world (HIT-16).
SILENT_SOURCE: Final = "Quilara"
SILENT_ISSUER: Final = "XQL"
SILENT_ADDRESS: Final = "http://127.0.0.1:9/api/v1/checks"  # the discard port: nobody listens

NO_HIT_NUMBER: Final = "P1234567"
HIT_NUMBER: Final = "C0118832"
SILENT_NUMBER: Final = "Q5501127"
HANDFUL: Final = 6  # synthetic records in every other register; of those that are reviewed, the last two wait
SAMPLE_RECORDS: Final = 400  # beside the ones above, so that lists and filters have something in them
