"""Saved views are an officer's own, shared within the unit at most, and hold no identifier."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from comity.kernel.errors import Invalid, Refused
from comity.registers.declarations.travel_documents import TRAVEL_DOCUMENTS as DOCUMENTS
from comity.registers.lists import views
from comity.registers.lists.filters import Filter
from comity.registers.lists.listing import Wanted
from tests.registers.conftest import XAR, World

pytestmark = pytest.mark.anyio
WANTED = Wanted(Filter({"state": "waiting", "reason": "lost"}), "ends")


async def names(world: World, one) -> list[tuple[str, bool]]:
    return [(view.name, view.own) for view in await views.saved(world.desk, one, DOCUMENTS)]


async def test_a_view_is_seen_by_its_officer_and_where_shared_by_the_unit(world: World) -> None:
    mine = world.registrar
    colleague, elsewhere = replace(mine, officer=29), replace(mine, officer=29, unit=201)
    stranger = replace(mine, authority=XAR, bureau=10, officer=11)
    await views.save(world.desk, mine, DOCUMENTS, " Waiting ", WANTED)
    shared = await views.save(world.desk, mine, DOCUMENTS, "Blanks", WANTED, shared=True)
    assert await names(world, mine) == [("Blanks", True), ("Waiting", True)]
    assert await names(world, colleague) == [("Blanks", False)]
    assert await names(world, elsewhere) == await names(world, stranger) == []
    assert [view.wanted for view in await views.saved(world.desk, colleague, DOCUMENTS)] == [WANTED]
    for other in (colleague, stranger):
        with pytest.raises(views.NoSuchView):
            await views.drop(world.desk, other, DOCUMENTS, shared.id)
    await views.drop(world.desk, mine, DOCUMENTS, shared.id)
    assert await names(world, colleague) == []


async def test_a_name_is_saved_once_and_a_view_can_be_made(world: World) -> None:
    first = await views.save(world.desk, world.registrar, DOCUMENTS, "A", WANTED)
    again = await views.save(world.desk, world.registrar, DOCUMENTS, "A", Wanted(sort="created"))
    assert (again.id, again.wanted.sort) == (first.id, "created")
    wrong = [("", WANTED), ("B", Wanted(Filter({"state": "gone"}))), ("B", Wanted(sort="nonsense"))]
    for name, wanted in [*wrong, ("B", Wanted(Filter({"identifier": "AC1234567"})))]:
        with pytest.raises(Invalid):
            await views.save(world.desk, world.registrar, DOCUMENTS, name, wanted)
    with pytest.raises(Refused):
        await views.save(world.desk, world.stranger, DOCUMENTS, "B", WANTED)
    with pytest.raises(views.NoSuchView):
        await views.drop(world.desk, world.registrar, DOCUMENTS, uuid4())
