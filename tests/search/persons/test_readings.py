"""What is read for a search looks the same whether there are discreet records or not; a database that is away is said."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import UUID

import pytest

from comity.engines.store import Mode
from comity.engines.store.errors import DatabaseGone
from comity.kernel.errors import Unavailable
from comity.kernel.purposes import Purpose
from comity.search.people import People
from comity.search.persons.model import PersonOutcome
from comity.search.persons.readings import SILENT, Pick, Readings, _text
from comity.search.persons.rules import DEFAULTS
from tests.search.persons.people import ask, asking, hits, person

pytestmark = pytest.mark.anyio
SEEN = [Pick(1, UUID(int=place)) for place in range(3)]


@pytest.mark.parametrize("count", range(SILENT + 2))
def test_HIT_11_as_many_ids_are_asked_for_whether_there_are_discreet_records_or_not(count: int) -> None:
    text, places = _text(asking(), SEEN, [Pick(1, UUID(int=100 + place)) for place in range(count)])
    alike, empty = _text(asking(), SEEN, [])
    assert places == empty == [(1, False), (1, True)]
    assert len(text) == len(alike)
    assert len(re.findall(r"[0-9a-f]{32}", text)) == len(SEEN) + 2 * SILENT


def test_the_text_holds_the_viewer_and_ids_alone() -> None:
    text, _ = _text(asking(), SEEN, [])
    assert f"SET LOCAL comity.mode = '{int(Mode.CHECK)}'" in text
    assert f"SET LOCAL comity.mode = '{int(Mode.DISCREET)}'" in text
    assert text.index("BEGIN") == 0
    assert text.endswith("COMMIT")


async def test_a_broken_connection_is_not_used_again(comity) -> None:
    readings = Readings(comity.store, comity.keyring)
    await readings.read(asking(), [], [])
    (kept,) = readings._idle
    await kept.close()
    assert (await readings.read(asking(), [], [])).setting == DEFAULTS[Purpose.WANTED]
    assert readings._idle != [kept]
    await readings.stop()
    assert readings._idle == []


async def test_HIT_16_a_search_that_cannot_read_is_no_answer(comity) -> None:
    class Gone:
        async def dedicated(self) -> None:
            raise DatabaseGone("no connection can be made")

    await person(comity)
    people = People(comity.checks.people._candidates, Readings(Gone(), comity.keyring))  # type: ignore[arg-type]
    away = replace(comity, checks=replace(comity.checks, people=people))
    result = await ask(away)
    assert (hits(result), result.person.outcome) == ([], PersonOutcome.NO_ANSWER)
    assert result.person.why
    with pytest.raises(Unavailable):
        await people.setting(Purpose.BORDER)
