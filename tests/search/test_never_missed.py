"""No false negative: what was committed before a check begins is found by whoever may see it, whatever filters are in force."""

from __future__ import annotations

import pytest

from comity.access.restrictions import restrict_all
from comity.engines.store import Mode
from comity.kernel.results import Outcome
from comity.registers.deciding import restrict
from tests.checking import (
    DOCUMENTS,
    XAR,
    XCS,
    XDV,
    asked,
    build_filters,
    check,
    document,
    put_in_force,
    reader,
    registrar,
    supervisor,
)

pytestmark = pytest.mark.anyio


async def hit(comity, number: str, issuer: str = "XBM", who=None) -> bool:
    result = await check(comity, who or reader(XAR), asked(number, issuer))
    return result.outcome is Outcome.HIT


async def deny(comity, authorities: list[int]) -> None:
    """Belmora restricts all of its records."""
    who = supervisor()
    async with comity.store.transaction(who.context(Mode.OWN)) as connection:
        await restrict_all(comity.means, connection, who, authorities, ())


async def test_what_is_entered_after_the_filter_is_found_at_once_and_again(comity, database) -> None:
    await document(comity)
    await build_filters(database, comity)
    put_in_force(comity)
    await document(comity, number="C0118833")
    assert comity.desk.filters.stats().answering
    assert [await hit(comity, "C0118833") for _ in range(3)] == [True] * 3


async def test_the_first_record_of_an_owner_is_found_at_once_and_again(comity, database) -> None:
    await document(comity)
    await build_filters(database, comity)
    put_in_force(comity)
    assert not await hit(comity, "D1", "XDV")
    await document(comity, XDV, "D1")
    assert [await hit(comity, "D1", "XDV") for _ in range(3)] == [True] * 3


async def test_a_lifted_restriction_holds_for_the_very_next_check(comity, database) -> None:
    record = await document(comity)
    await restrict(comity.records, registrar(), DOCUMENTS, record.id, [XAR])
    await build_filters(database, comity)
    put_in_force(comity)
    assert not await hit(comity, "C0118832")
    await restrict(comity.records, registrar(), DOCUMENTS, record.id, [])
    assert [await hit(comity, "C0118832") for _ in range(2)] == [True] * 2


async def test_a_restriction_over_all_records_holds_at_once_and_is_lifted_at_once(comity, database) -> None:
    await document(comity)
    await deny(comity, [XAR])
    await build_filters(database, comity)
    put_in_force(comity)
    assert not await hit(comity, "C0118832")
    assert await hit(comity, "C0118832", who=reader(XCS))
    await deny(comity, [])
    assert [await hit(comity, "C0118832") for _ in range(2)] == [True] * 2
    await deny(comity, [XAR])
    assert not await hit(comity, "C0118832")


async def test_both_identifiers_of_a_check_are_looked_up_again_after_a_change(comity, database) -> None:
    """One became visible by a lifted restriction, the other is new: neither may hide the other."""
    await document(comity)
    await deny(comity, [XAR])
    await build_filters(database, comity)
    put_in_force(comity)
    assert not await hit(comity, "C0118832")
    await deny(comity, [])
    await document(comity, number="C0118833")
    result = await check(comity, reader(XAR), asked("C0118832"), asked("C0118833"))
    assert len(result.answers[0].hits) == 2
