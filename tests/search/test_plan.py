"""A query made ready: keys, registers, notes, faults. Pure."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from comity.access.model import Role
from comity.kernel.errors import Invalid, Refused
from comity.kernel.kinds.mrz import zone_digit
from comity.kernel.purposes import Purpose
from comity.registers.catalogue import BY_NUMBER
from comity.search.model import Identifier, Query
from comity.search.person import PersonAsked
from comity.search.plan import Planner, places, question_of
from comity.search.shielding import SHIELDED
from tests.checking import NUMBER, VIN, asked, reader

CODES = ("XAR", "XBM", "XCS")
PLANNER = Planner(CODES)


def plan(*identifiers: Identifier, who=None, registers: tuple[int, ...] = (), **more):
    return PLANNER.plan(Query(who or reader(), identifiers, registers, **more))


def keys(made) -> list[bytes]:
    return [key for one in made.sought for key in one.keys]


def zone(number: str, digit: str = "") -> str:
    number = number.ljust(9, "<")
    line = f"{number}{digit or zone_digit(number)}XBM8001014F3001019<<<<<<<<<<<<<<0"
    return "P<XBMORSK<<LENA".ljust(44, "<") + "\n" + line + zone_digit(line[0:10] + line[13:20] + line[21:43])


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        (Identifier("document", "C0118832", "XBM"), [b"3|document_number|C0118832|XBM"]),
        (Identifier("document", "co 118-832", "xbm"), [b"3|document_number|C0118832|XBM"]),
        (Identifier("vin", VIN), [b"8|vin|1M86DM9AXKP042788|"]),
        (Identifier("last8", "KP042788"), [b"8|last8|KP042788|"]),
        (Identifier("plate", "AB 123 CD", "XBM"), [b"8|plate|A8123CD|XBM"]),
        (Identifier("engine", "E0-S1"), [b"8|engine_number|E051|"]),
    ],
    ids=lambda value: value.kind if isinstance(value, Identifier) else "",
)
def test_each_kind_gives_its_key(identifier: Identifier, expected: list[bytes]) -> None:
    assert keys(plan(identifier)) == expected


def test_every_kind_that_can_be_read_has_a_register_to_ask() -> None:
    assert all(places(name) for name in ("document_number", "vin", "last8", "plate", "engine_number"))


@pytest.mark.parametrize("kind", ["document", "plate"])
def test_without_a_country_every_code_is_asked(kind: str) -> None:
    made = plan(Identifier(kind, NUMBER if kind == "document" else "AB123CD"))
    assert [key.rsplit(b"|", 1)[1].decode() for key in keys(made)] == list(CODES)
    assert {one.issuer for one in made.sought} == {""}
    assert made.count == len(keys(made))
    assert [made.at(place).register for place in range(made.count)] == [key and int(key.split(b"|")[0]) for key in keys(made)]


def test_a_zone_with_right_digits_vouches_for_its_number() -> None:
    (one,) = plan(Identifier("mrz", zone(NUMBER))).sought
    assert (one.value, one.issuer, one.vouched, one.key) == (NUMBER, "XBM", True, b"3|document_number|C0118832|XBM")


def test_a_zone_with_a_wrong_digit_is_asked_all_the_same_and_said() -> None:
    right = zone_digit(NUMBER.ljust(9, "<"))
    made = plan(Identifier("mrz", zone(NUMBER, "0" if right != "0" else "1")))
    assert [one.vouched for one in made.sought] == [False]
    assert made.notes


def test_all_bad_identifiers_are_named_at_once() -> None:
    with pytest.raises(Invalid) as bad:
        plan(
            asked(), Identifier("colour", "red"), Identifier("document", "\0"), Identifier("document", NUMBER, "Q!"), Identifier("vin", "1")
        )
    assert [fault.field for fault in bad.value.faults] == [
        "identifiers.1.kind",
        "identifiers.2.value",
        "identifiers.3.issuer",
        "identifiers.4.value",
    ]
    assert all(fault.sentence and fault.code for fault in bad.value.faults)


def test_nothing_asked_is_said() -> None:
    with pytest.raises(Invalid, match="Nothing was asked"):
        plan()


def test_registers_are_those_that_hold_such_identifiers() -> None:
    assert plan(asked()).asked == (3,)
    assert plan(asked(), Identifier("vin", VIN)).asked == (3, 8)
    assert plan(asked(), Identifier("vin", VIN), registers=(8,)).asked == (8,)


def test_a_named_register_without_such_identifiers_is_said() -> None:
    with pytest.raises(Invalid, match="None of these registers"):
        plan(asked(), registers=(8,))


def test_a_register_outside_the_scope_is_refused_by_its_rule() -> None:
    narrow = replace(reader(), registers=frozenset({8}))
    with pytest.raises(Refused) as refusal:
        plan(asked(), who=narrow)
    assert refusal.value.rule == "ACC-01"
    with pytest.raises(Refused):
        plan(asked(), Identifier("vin", VIN), who=narrow, registers=(3, 8))
    assert plan(asked(), Identifier("vin", VIN), who=narrow).asked == (8,)


def test_a_register_that_nobody_declared_is_refused() -> None:
    with pytest.raises(Refused):
        plan(asked(), registers=(99,))


def test_PUR_01_the_purpose_decides_and_one_that_is_closed_refuses() -> None:
    with pytest.raises(Refused):
        plan(asked(), who=reader(purpose=Purpose.TRENDS))


def test_who_may_not_check_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        plan(asked(), who=reader(role=Role.AUDITOR))
    assert refusal.value.rule == "ACC-08"


def test_HIT_07_a_bad_document_has_a_first_step_of_its_own_register() -> None:
    place = next(place for place in places("document_number") if place.number == 3)
    other = next(place for place in places("vin") if place.number == 8)
    assert BY_NUMBER[place.number].first_step != BY_NUMBER[other.number].first_step
    assert "rightful holder" in " ".join(BY_NUMBER[place.number].first_step)


def test_the_sealed_question_holds_what_was_typed_and_a_systems_officer() -> None:
    system = replace(reader(), system=5, officer=0, officer_name="gate-3")
    query = Query(system, (asked("c 1", ""),), protected=True, reference="case 7")
    assert msgspec.msgpack.decode(question_of(query)) == [[["document", "c 1", ""]], "case 7", "gate-3", True]
    of_officer = Query(replace(reader(), officer_name="Ines"), (asked(),))
    assert msgspec.msgpack.decode(question_of(of_officer))[2] == ""


def test_look_alikes_have_one_key_and_one_trace() -> None:
    one, other = plan(asked("C0118832")), plan(asked("COII8B3Z"))
    assert keys(one) == keys(other)
    assert one.traces == other.traces
    assert plan(asked("C0118832", "")).traces == one.traces


@pytest.mark.parametrize("nationality", ["XXB", "xxc "])
def test_HIT_12_a_refugee_is_protected_whether_or_not_the_asker_says_so(nationality: str) -> None:
    who = replace(reader(), registers=frozenset({1, 3, 8}))
    made = plan(who=who, person=PersonAsked("Yusuf al-Khattari", nationality=nationality))
    assert made.query.protected
    assert msgspec.msgpack.decode(made.question)[3] is True
    assert made.notes == ((SHIELDED, {}),)
    assert not plan(who=who, person=PersonAsked("Yusuf al-Khattari", nationality="XCS")).query.protected
    asked_so = plan(who=who, person=PersonAsked("Yusuf al-Khattari", nationality=nationality), protected=True)
    assert asked_so.query.protected
    assert asked_so.notes == ()


def test_HIT_12_the_holder_of_a_refugees_document_is_protected() -> None:
    refugees = zone(NUMBER).replace("XBM800101", "XXB800101")
    assert plan(Identifier("mrz", refugees)).query.protected
    assert not plan(Identifier("mrz", zone(NUMBER))).query.protected
    assert not plan(Identifier("mrz", zone("XXB118832"))).query.protected
