"""The door: rows under row-level security are exactly those that the pure rule allows, for whoever asks, in every mode."""

from __future__ import annotations

import itertools

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.access.model import Audience, AuthorityKind, Reader, RecordFacts, Role, UnitKind
from comity.access.rules import may_read
from comity.engines.store import NOBODY, Context, Mode, set_local
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose, mask
from comity.kernel.records import RecordState

AUTHORITIES = {
    1: ("XQL", AuthorityKind.SECRETARIAT),
    2: ("XBM", AuthorityKind.COUNTRY),
    3: ("XCS", AuthorityKind.COUNTRY),
    4: ("XTR", AuthorityKind.ENTITY),
}
AUDIENCES = [
    Audience(),
    Audience(frozenset({3})),
    Audience(frozenset({2, 4})),
    Audience(frozenset(), frozenset({AuthorityKind.COUNTRY})),
    Audience(frozenset(), frozenset({AuthorityKind.ENTITY, AuthorityKind.SECRETARIAT})),
    Audience(frozenset({1}), frozenset({AuthorityKind.ENTITY})),
]
MASKS = [purpose.bit for purpose in Purpose] + [mask((Purpose.TRENDS, Purpose.ACCREDITATION)), mask((Purpose.MISSING, Purpose.WANTED))]
_THINGS = """
create table comity.thing (id int primary key, owner smallint not null, audience int not null references access.audience,
    state smallint not null, purposes int not null, level smallint not null, discreet boolean not null);
alter table comity.thing enable row level security;
alter table comity.thing force row level security;
create policy filled on comity.thing to comity_owner using (true);
create policy readers on comity.thing for select to comity_app using (access.may_read(owner, audience, state, purposes, level, discreet));
grant select on comity.thing to comity_app;
"""

readers = st.builds(
    lambda authority, **others: Reader(authority=authority, kind=AUTHORITIES[authority][1], **others),
    authority=st.sampled_from(sorted(AUTHORITIES)),
    bureau=st.just(30),
    unit=st.just(300),
    unit_kind=st.sampled_from(UnitKind),
    officer=st.just(3000),
    officer_name=st.just("Ilka Toren"),
    system=st.just(0),
    roles=st.just(frozenset({Role.OFFICER})),
    clearance=st.sampled_from(Level),
    purpose=st.sampled_from(Purpose),
    registers=st.just(frozenset({3})),
)


def every_record() -> list[tuple[RecordFacts, int]]:
    """Each combination of owner, audience, state, purposes, level and discretion, with its audience's number."""
    kinds = itertools.product([2, 4], range(len(AUDIENCES)), RecordState, MASKS, Level, [False, True])
    return [
        (RecordFacts(owner, AUDIENCES[which], state, bits, level, discreet), which) for owner, which, state, bits, level, discreet in kinds
    ]


@pytest.fixture
def things(database) -> dict[int, RecordFacts]:
    with psycopg.connect(database.owner) as owner:
        for number, (code, kind) in AUTHORITIES.items():
            owner.execute(
                'insert into access.authority (number, code, kind, names) values (%s, %s, %s, \'{"en": "Name"}\')',
                [number, code, int(kind)],
            )
        ids = {}
        for authority, (which, audience) in itertools.product([2, 4], enumerate(AUDIENCES)):
            denied = [sorted(audience.denied_authorities), sorted(int(kind) for kind in audience.denied_kinds)]
            row = owner.execute(
                "insert into access.audience (owner, is_default, own_authorities, denied_authorities, own_kinds, denied_kinds)"
                " values (%s, false, %s::smallint[], %s::smallint[], %s::smallint[], %s::smallint[]) returning id",
                [authority, denied[0], denied[0], denied[1], denied[1]],
            ).fetchone()
            ids[authority, which] = row[0]
        owner.execute(_THINGS)
        facts = {}
        rows = []
        for number, (record, which) in enumerate(every_record()):
            facts[number] = record
            audience = ids[record.owner, which]
            rows.append((number, record.owner, audience, int(record.state), record.purposes, int(record.level), record.discreet))
        owner.cursor().executemany("insert into comity.thing values (%s, %s, %s, %s, %s, %s, %s)", rows)
    return facts


def seen(app: psycopg.Connection, context: Context) -> set[int]:
    with app.transaction():
        app.execute(set_local(context).encode(), prepare=False)
        return {number for (number,) in app.execute("select id from comity.thing")}


def test_rows_under_the_policy_are_what_the_rule_allows(things: dict[int, RecordFacts], database):
    with psycopg.connect(database.app, autocommit=True) as app:

        @settings(max_examples=150, deadline=None)
        @given(readers, st.sampled_from(Mode))
        def equal(reader: Reader, mode: Mode) -> None:
            allowed = {number for number, record in things.items() if may_read(reader, record, mode).allowed}
            assert seen(app, reader.context(mode)) == allowed

        equal()


def test_PUR_01_without_a_context_there_is_no_row(things: dict[int, RecordFacts], database):
    with psycopg.connect(database.app, autocommit=True) as app:
        assert app.execute("select count(*) from comity.thing").fetchone() == (0,)
        assert seen(app, NOBODY) == set()
        full = Context(3, 1, 2, 2**31 - 1, Mode.CHECK)
        assert seen(app, full)
        assert app.execute("select count(*) from comity.thing").fetchone() == (0,)  # the context ended with its transaction


def test_an_audience_that_is_not_there_lets_nobody_read(things: dict[int, RecordFacts], database):
    with psycopg.connect(database.app, autocommit=True) as app, app.transaction():
        app.execute(set_local(Context(3, 1, 2, 2**31 - 1, Mode.CHECK)).encode(), prepare=False)
        assert app.execute("select access.permits(2000000000)").fetchone() == (False,)
        assert app.execute("select access.may_read(2::smallint, 2000000000, 1::smallint, 2, 0::smallint, false)").fetchone() == (False,)
