"""Counts by page, API and command: what the owner counts, and what others read of it."""

from __future__ import annotations

from datetime import date

import psycopg
import pytest

from comity.audit.store import ensure_partitions
from comity.edges.web.charts import Chart, Series, draw, scale
from comity.edges.web.i18n import Language, Translator
from comity.statistics import adding
from tests.flows.pages import at_work, main
from tests.flows.world import REPORTED, Site

pytestmark = [pytest.mark.anyio, pytest.mark.flow]


async def add_up(site: Site) -> None:
    connection = await psycopg.AsyncConnection.connect(site.world.database.work, autocommit=True)
    async with connection:
        await ensure_partitions(connection)
        await adding.add_records(connection)
        while await adding.add_checks(connection):
            pass


async def test_the_page_draws_what_the_owner_counts_with_a_table_beside(site: Site) -> None:
    registrar = await at_work(site, "b.registrar", "desk")
    assert "Nothing was counted" in main(await registrar.get("/statistics"))
    await site.enter(REPORTED)
    await add_up(site)
    shown = await registrar.get("/statistics?months=3")
    assert "Records held at the end of each month" in main(shown)
    assert shown.text.count('<svg class="plot"') >= 2
    assert shown.text.count("<title id=") == shown.text.count('<svg class="plot"') == shown.text.count("The same as a table")
    assert len(shown.content) < 50_000
    wrong = await registrar.get("/statistics?register=18")
    assert wrong.status_code == 422
    assert "There are no counts of that register for you." in main(wrong)
    others = main(await registrar.get("/statistics?of=others"))
    assert "Counts under five" in others
    assert "Nothing was counted" in others


async def test_HIT_11_nothing_of_another_owner_is_counted_before_it_is_published(site: Site) -> None:
    await site.enter(REPORTED)
    await add_up(site)
    stranger = await at_work(site, "a.registrar", "desk")
    for of in ("own", "others"):
        answer = await stranger.get(f"/statistics?of={of}")
        assert "Held" not in main(answer)


@pytest.mark.parametrize("language", [Language.ENGLISH, Language.ARABIC])
def test_a_chart_runs_left_to_right_in_every_language_and_marks_what_is_hidden(language: Language) -> None:
    t = Translator(language)
    chart = Chart("c", "Held <b>", "Bars", ("2026-01", "2026-02"), (Series("One & two", (7, None)),))
    text = str(draw(chart, t))
    first, second = text.index('class="c0"'), text.index('class="hidden"')
    x = [float(text[place:].partition('x="')[2].partition('"')[0]) for place in (first, second)]
    assert x[0] < x[1]
    assert "<b>" not in text
    assert "One &amp; two" in text
    assert 'role="img"' in text
    assert "<desc" in text


@pytest.mark.parametrize(("months", "wide", "narrow"), [(3, 3, 3), (12, 12, 4), (24, 12, 4), (36, 12, 4)])
def test_no_more_months_are_named_below_a_drawing_than_there_is_room_for(months: int, wide: int, narrow: int) -> None:
    below = tuple((f"m{place}",) for place in range(months))
    labels = tuple(f"month {place}" for place in range(months))
    text = str(draw(Chart("c", "Held", "Bars", labels, (Series("Held", (1,) * months),), below), Translator()))
    axis = text.partition('class="x"')[2]
    assert axis.count("<span>m") == wide
    assert axis.count("<span><span><span>m") == narrow
    assert "<text" not in text


def test_months_below_a_drawing_say_their_year_at_the_start_and_in_january() -> None:
    english, arabic = Translator(), Translator(Language.ARABIC)
    assert english.month_below(date(2025, 12, 1), first=True) == ("Dec", "2025")
    assert english.month_below(date(2026, 1, 1), first=False) == ("Jan", "2026")
    assert english.month_below(date(2026, 2, 1), first=False) == ("Feb",)
    assert (english.month(date(2026, 2, 1)), arabic.month(date(2026, 2, 1))) == ("Feb 2026", "فبراير 2026")


def test_a_scale_ends_on_a_round_number() -> None:
    assert [scale(one) for one in (1, 2, 3, 6, 10, 11, 21, 99, 5001)] == [1, 2, 5, 10, 10, 20, 50, 100, 10_000]
