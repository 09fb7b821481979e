"""Mappings kept: for one unit and register, by who may load."""

from __future__ import annotations

from dataclasses import replace

import pytest

from comity.access.model import Role
from comity.audit import Act
from comity.kernel.errors import Absent, Refused
from comity.registers.catalogue import register
from comity.registers.mapping.model import Mapping
from tests.flows.world import build, reader_for, serving

pytestmark = pytest.mark.anyio
DOCUMENTS, VEHICLES = register("travel_documents"), register("vehicles")


async def test_REC_18_a_mapping_is_kept_for_its_unit_alone(database, tmp_path) -> None:
    async with serving(await build(database, tmp_path)) as site:
        registrar = reader_for(site.world, "b", Role.REGISTRAR)
        mappings = site.comity.mappings
        mine = Mapping("Ministry", 3, {"No": "number", "Note": ""}, {"reason": {"S/B": "stolen_blank"}}, "cp1252")
        kept = await mappings.keep(registrar, DOCUMENTS, mine)
        assert (kept.columns, kept.words, kept.encoding, kept.changed_by) == (mine.columns, mine.words, "cp1252", registrar.officer)
        await mappings.keep(registrar, DOCUMENTS, replace(mine, columns={"No": "number"}))
        assert [one.columns for one in await mappings.listed(registrar, DOCUMENTS)] == [{"No": "number"}]
        assert await mappings.listed(registrar, VEHICLES) == []
        for other in (reader_for(site.world, "a", Role.REGISTRAR), replace(registrar, unit=site.world.units["b.post"].number)):
            assert await mappings.listed(other) == []
            with pytest.raises(Absent):
                await mappings.of(other, DOCUMENTS, "Ministry")
            with pytest.raises(Absent):
                await mappings.remove(other, DOCUMENTS, "Ministry")
        with pytest.raises(Refused):
            await mappings.listed(reader_for(site.world, "b", Role.OFFICER))
        await mappings.remove(registrar, DOCUMENTS, "Ministry")
        assert await mappings.listed(registrar) == []
        assert [one.act for one in site.world.entries()].count(Act.SETTING) >= 3
