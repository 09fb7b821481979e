"""Lists show exactly what the owner's access and the filter allow, in every order, page by page; and every page walks an index."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.engines.store import Mode
from comity.kernel.errors import Invalid
from comity.kernel.levels import Level
from comity.kernel.purposes import BY_CODE
from comity.kernel.records import RecordState
from comity.registers.catalogue import DECLARED
from comity.registers.declarations.travel_documents import TRAVEL_DOCUMENTS as DOCUMENTS
from comity.registers.lists import query
from comity.registers.lists.columns import Shape, columns
from comity.registers.lists.cursors import BadCursor, Place
from comity.registers.lists.filters import SOON, STALE, Filter, where
from comity.registers.lists.listing import Page, Wanted, listed
from comity.registers.lists.sorting import names, sort_of
from comity.registers.record import Record, Source
from tests.registers.conftest import NOW, XAR, XBM, World
from tests.registers.lists.conftest import enter, records_of

pytestmark = pytest.mark.anyio
OURS = list(records_of(XBM, 120))


def leads(value: str) -> tuple[str, str]:
    """The first and the last day that a date may be, by its leading known parts: the reference for what a range finds."""
    known = value.split("?", maxsplit=1)[0].rstrip("-")
    if not known:
        return "0000-01-01", "9999-12-31"
    return known + "-01-01"[len(known) - 4 :], known + "-12-31"[len(known) - 4 :]


def fits(record: Record, words: Mapping[str, str]) -> bool:
    """The reference: what a filter means, in a few lines of Python."""
    return all(_one(record, name, value) for name, value in words.items())


def _one(record: Record, name: str, value: str) -> bool:
    live = record.state in (RecordState.WAITING, RecordState.RELEASED, RecordState.BLOCKED)
    match name:
        case "state":
            return record.state.name.lower() in value.split(",")
        case "level":
            return record.level.name.lower() in value.split(",")
        case "source":
            return record.source.code in value.split(",")
        case "discreet":
            return record.discreet == (value == "yes")
        case "purposes":
            return bool(record.purposes & {BY_CODE[code] for code in value.split(",")})
        case "changed_by":
            return record.changed_by == (21 if value == "me" else int(value))
        case "show":
            return {
                "waiting": record.state is RecordState.WAITING,
                "ends_soon": live and record.ends_at <= NOW.date() + SOON,
                "stale": live and record.confirmed_at < NOW - STALE,
            }[value]
        case "theft_date_from" | "theft_date_to":
            first, last = leads(record.values["theft_date"]) if "theft_date" in record.values else ("9", "0")
            given_first, given_last = leads(value)
            return "theft_date" in record.values and (last >= given_first if name.endswith("from") else first <= given_last)
        case _ if name.endswith(("_from", "_to")):
            day = getattr(record, {"ends": "ends_at"}.get(name.rpartition("_")[0], name.rpartition("_")[0] + "_at"))
            day = day if not hasattr(day, "date") else day.date()
            return day >= date.fromisoformat(value) if name.endswith("from") else day <= date.fromisoformat(value)
        case _:
            return record.values.get(name) in value.split(",")


DAYS = st.dates(date(2024, 5, 1), date(2026, 12, 1)).map(str)
PARTS = st.sampled_from(["2024", "2025", "2025-06", "2025-06-15", "2025-12-31", "2026-01-31", "2026-02"])
WORDS = st.fixed_dictionaries(
    {},
    optional={
        "state": st.sampled_from(["released", "waiting,blocked", "withdrawn"]),
        "level": st.sampled_from(["official", "restricted,confidential"]),
        "source": st.sampled_from(["holder", "authority"]),
        "discreet": st.sampled_from(["yes", "no"]),
        "purposes": st.sampled_from(["border", "wanted", "wanted,missing"]),
        "changed_by": st.sampled_from(["me", "22", "999"]),
        "show": st.sampled_from(["waiting", "ends_soon", "stale"]),
        "reason": st.sampled_from(["lost", "stolen,revoked"]),
        "type": st.just("passport"),
        "theft_country": st.sampled_from(["XAR", "XCS"]),
        "theft_date_from": PARTS,
        "theft_date_to": PARTS,
        "created_from": DAYS,
        "changed_to": DAYS,
        "confirmed_from": DAYS,
        "ends_to": st.dates(date(2027, 1, 1), date(2028, 12, 1)).map(str),
    },
)


def key(record: Record, sort: str) -> tuple[object, UUID]:
    values = {"changed": record.changed_at, "created": record.created_at, "ends": record.ends_at, "confirmed": record.confirmed_at}
    return values.get(sort.strip("+-"), record.values.get("reason", "")), record.id


async def whole(world: World, wanted: Wanted, most: int) -> list[Page]:
    pages = [await listed(world.desk, world.registrar, DOCUMENTS, wanted, most=most)]
    while pages[-1].next:
        pages.append(await listed(world.desk, world.registrar, DOCUMENTS, wanted, after=pages[-1].next, most=most))
    return pages


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=WORDS, sort=st.sampled_from(["", "-changed", "+changed", "created", "-ends", "ends", "confirmed", "reason", "-reason"]))
async def test_OWN_04_a_list_is_exactly_what_owner_and_filter_allow_in_its_order(
    listed_world: World, words: dict[str, str], sort: str
) -> None:
    pages = await whole(listed_world, Wanted(Filter(words), sort), 50)
    expected = [record for record in OURS if fits(record, words)]
    down = sort in ("", "-changed", "created", "-ends", "-reason")
    expected.sort(key=lambda record: key(record, sort or "changed"), reverse=down)
    assert [shown.id for page in pages for shown in page.records] == [record.id for record in expected]
    assert {(page.total, page.more) for page in pages} == {(len(expected), False)}


async def test_a_page_leads_back_to_the_page_before_it(listed_world: World) -> None:
    for sort in ("", "ends", "reason", "-reason"):
        wanted = Wanted(sort=sort)
        pages = await whole(listed_world, wanted, 17)
        at = pages[-1]
        for before in reversed(pages[:-1]):
            at = await listed(listed_world.desk, listed_world.registrar, DOCUMENTS, wanted, after=at.previous, most=17)
            assert [one.id for one in at.records] == [one.id for one in before.records]
            assert at.next
        assert (at.previous, pages[0].previous) == ("", "")


async def test_a_deep_page_shifts_by_no_record_that_comes_meanwhile(listed_world: World) -> None:
    wanted = Wanted(sort="-created")
    first = await listed(listed_world.desk, listed_world.registrar, DOCUMENTS, wanted, most=40)
    second = await listed(listed_world.desk, listed_world.registrar, DOCUMENTS, wanted, after=first.next, most=40)
    late = [
        replace(one, id=UUID(int=one.id.int + 1), values=one.values | {"number": f"LATE{place}"}) for place, one in enumerate(OURS[:60])
    ]
    newer = [replace(one, created_at=NOW + timedelta(minutes=place)) for place, one in enumerate(late)]
    await enter(listed_world, listed_world.registrar, newer)
    again = await listed(listed_world.desk, listed_world.registrar, DOCUMENTS, wanted, after=first.next, most=40)
    back = await listed(listed_world.desk, listed_world.registrar, DOCUMENTS, wanted, after=second.previous, most=40)
    assert [one.id for one in again.records] == [one.id for one in second.records]
    assert [one.id for one in back.records] == [one.id for one in first.records]


async def test_a_mark_changed_or_taken_to_another_list_leads_nowhere(listed_world: World) -> None:
    desk, registrar = listed_world.desk, listed_world.registrar
    wanted = Wanted(Filter({"state": "released"}), "ends")
    mark = (await listed(desk, registrar, DOCUMENTS, wanted, most=5)).next
    wrong = [mark[:place] + ("A" if mark[place] != "A" else "B") + mark[place + 1 :] for place in range(0, len(mark) - 1, 7)]
    for bad in (*wrong, mark[:-8], mark + "AAAA", "x", "!!!!", "AAAA", "é", "A" * 700):
        with pytest.raises(BadCursor):
            await listed(desk, registrar, DOCUMENTS, wanted, after=bad)
    for other in (Wanted(Filter({"state": "waiting"}), "ends"), Wanted(wanted.filter, "-ends"), Wanted(wanted.filter, "created")):
        with pytest.raises(BadCursor):
            await listed(desk, registrar, DOCUMENTS, other, after=mark)
    stranger = replace(registrar, authority=XAR, bureau=10, officer=11)
    with pytest.raises(BadCursor):
        await listed(desk, stranger, DOCUMENTS, wanted, after=mark)


async def test_OWN_04_an_identifier_leads_to_ones_own_records_alone(listed_world: World) -> None:
    desk, registrar = listed_world.desk, listed_world.registrar
    ours, theirs = OURS[3], next(iter(records_of(XAR, 1)))
    page = await listed(desk, registrar, DOCUMENTS, Wanted(Filter({"identifier": f" {ours.values['number'].lower()} "})))
    assert ([one.id for one in page.records], page.total) == ([ours.id], 1)
    stranger = replace(registrar, authority=XAR, bureau=10, officer=11)
    same = OURS[0].values["number"]
    assert theirs.values["number"] == same
    assert [one.id for one in (await listed(desk, registrar, DOCUMENTS, Wanted(Filter({"identifier": same})))).records] == [OURS[0].id]
    assert [one.id for one in (await listed(desk, stranger, DOCUMENTS, Wanted(Filter({"identifier": same})))).records] == [theirs.id]
    look_alike = same.replace("0", "O", 1)
    for nothing in (look_alike, "ZZ9999999", "!!"):
        assert (await listed(desk, registrar, DOCUMENTS, Wanted(Filter({"identifier": nothing})))).total == 0
    both = Filter({"identifier": same, "state": "withdrawn"})
    assert (await listed(desk, registrar, DOCUMENTS, Wanted(both))).total == 0


async def test_a_filter_names_all_that_is_wrong_with_it(listed_world: World) -> None:
    words = {"state": "gone", "theft_date_from": "yesterday", "nonsense": "1", "created_to": "2026-13-01", "changed_by": "x", "show": "all"}
    with pytest.raises(Invalid) as wrong:
        await listed(listed_world.desk, listed_world.registrar, DOCUMENTS, Wanted(Filter(words)))
    assert {fault.field for fault in wrong.value.faults} == set(words)
    for sort in ("nonsense", "--ends", "id"):
        with pytest.raises(Invalid):
            await listed(listed_world.desk, listed_world.registrar, DOCUMENTS, Wanted(sort=sort))


async def test_CLS_03_nobody_filters_by_a_field_above_the_clearance(listed_world: World) -> None:
    secret = replace(
        DOCUMENTS, fields=tuple(replace(one, level=Level.CONFIDENTIAL) if one.name == "type" else one for one in DOCUMENTS.fields)
    )
    low = replace(listed_world.registrar, clearance=Level.OFFICIAL)
    with pytest.raises(Invalid):
        where(secret, Filter({"type": "passport"}), low, NOW)
    assert "type" in where(secret, Filter({"type": "passport"}), listed_world.registrar, NOW).sql


async def test_a_count_is_exact_up_to_its_bound_and_honest_above(listed_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query, "COUNTED", 100)
    page = await listed(listed_world.desk, listed_world.registrar, DOCUMENTS, Wanted())
    assert (page.total, page.more) == (100, True)
    pages = await whole(listed_world, Wanted(sort="reason"), 50)
    assert [one.id for page in pages for one in page.records] == [one.id for one in sorted(OURS, key=lambda record: key(record, "reason"))]
    few = await listed(listed_world.desk, listed_world.registrar, DOCUMENTS, Wanted(Filter({"state": "waiting"})))
    assert (few.total, few.more) == (30, False)


def _walked(plan: str) -> bool:
    return "Seq Scan" not in plan and ("Index" in plan or "Bitmap" in plan)


@pytest.mark.parametrize("register", DECLARED, ids=lambda register: register.name)
async def test_every_list_walks_an_index(listed_world: World, database, register) -> None:
    """With sequential scans priced out, a plan that still has one has no index that could serve it."""
    context = listed_world.registrar.context(Mode.OWN)
    async with listed_world.desk.store.transaction(context) as connection:
        await connection.execute("set local enable_seqscan = off; set local enable_sort = on", prepare=False)
        everything = where(register, Filter(), listed_world.registrar, NOW)
        for name in names(register):
            for few in (False, True):
                sort = sort_of(register, name)
                beyond = Place(False, "2026-01-01" if sort.type != "text" else "a", uuid4())
                text, values = query.page_sql(register, everything, sort, beyond, 51, few=few)
                plan = await _plan(connection, text, values)
                assert few or re.search(r"Index Cond: .*ROW\(", plan), plan  # a page deep in the list begins where it begins
                assert _walked(plan), plan
                assert few or "Sort  (" not in plan, plan
        for column in columns(register, replace(listed_world.registrar, clearance=max(Level))):
            fits = where(register, Filter({column.words[-1]: _example(column)}), listed_world.registrar, NOW)
            plan = await _plan(connection, *query.count_sql(register, fits))
            assert _walked(plan), plan


async def _plan(connection: psycopg.AsyncConnection, text: str, values: list[object]) -> str:
    rows = await connection.execute(f"explain {text}".encode(), values)
    return "\n".join(f" {row[0]} " for row in await rows.fetchall())


def _example(column) -> str:
    if column.choices:
        return column.choices[0][0]
    if column.shape in (Shape.TIME, Shape.DATE):
        return "2026-01-01"
    return "1" if column.field is None else column.field.kind.examples[0]


async def test_every_register_has_the_indexes_of_its_lists(database, store) -> None:
    with psycopg.connect(database.owner) as connection:
        rows = connection.execute("select indexname, indexdef from pg_indexes where schemaname = 'registers'").fetchall()
    found = dict(rows)
    for register in DECLARED:
        assert f"WHEN ({register.listed_by} IS NULL)" in found[f"{register.name}_list_by"], register.name
        facets = " ".join(definition for name, definition in found.items() if name.startswith(f"{register.name}_list_"))
        for field in register.columns:
            own = found.get(f"{register.name}_{field.name}", "")  # a field that another table's rows are found by
            assert f"{field.name} COLLATE" in facets or f"({field.name})" in own, f"{register.name}: {field.name} is not indexed"


def test_the_reference_knows_dates_with_unknown_parts() -> None:
    assert leads("2025-??-12") == ("2025-01-01", "2025-12-31")
    assert leads("2025-06") == ("2025-06-01", "2025-06-31")
    assert Source.HOLDER.code == "holder"
