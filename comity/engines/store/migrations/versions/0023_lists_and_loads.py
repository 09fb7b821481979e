"""Cheaper indexes for lists, and policies that read the context once a statement."""

from __future__ import annotations

from comity.engines.store.migrations.sql import run

revision = "0023_lists_and_loads"
down_revision = "0022_system_loads"

# What each register's list is sorted by beside its times, as it was declared when this was written.
LISTED_BY = {
    "persons": "status",
    "notices": "colour",
    "travel_documents": "reason",
    "administrative_documents": "type",
    "linked_documents": "colour",
    "specimens": "country",
    "counterfeits": "country",
    "vehicles": "theft_country",
    "vessels": "type",
    "art": "type",
    "firearms": "status",
    "firearm_models": "type",
    "ballistics": "item",
    "fingerprints": "kind",
    "faces": "status",
    "dna": "category",
    "kinship": "role",
    "hash_lists": "category",
    "piracy": "kind_of_entry",
}

# What each list can be filtered by beside that and the header, so too; a test compares. PostgreSQL skips from value to value of the first
# columns, so those before the last of an index have few values (at most some hundreds together) and one index answers for up to three
# columns. Rows that have none of them are not in it.
FIELDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "persons": (("request",), ("minor", "opened", "why_deceased")),
    "notices": (("subject",), ("assured", "minor", "threat"), ("forfeiture", "request", "status")),
    "travel_documents": (
        ("type", "issuer"), ("theft_country", "theft_date"), ("holder_told", "decision_date"), ("issue_date",), ("expiry_date",),
        ("report_date",),
    ),
    "administrative_documents": (("reason", "country"), ("theft_country", "theft_date"), ("issue_date",), ("expiry_date",)),
    "linked_documents": (("type", "issuer"),),
    "specimens": (
        ("type", "series"), ("zone", "material", "title"), ("chip", "format", "first_issued"), ("validity_years", "last_issued"),
        ("valid_until",), ("pages",),
    ),
    "counterfeits": (("forgery", "type"), ("found_country", "found_date"), ("series",)),
    "vehicles": (("theft_date",), ("type", "colour", "make"), ("plate_country", "model"), ("year",)),
    "vessels": (("theft_country", "theft_date"), ("colour", "builder"), ("flag", "model"), ("year", "length"), ("beam",)),
    "art": (
        ("theft_country", "theft_date"), ("public", "taken_from", "object_name"), ("origin", "title"), ("maker",), ("period",),
        ("subject",),
    ),
    "firearms": (
        ("type", "make"), ("event_country", "event_date"), ("mechanism", "model"), ("capacity", "barrel"), ("made_in", "calibre"),
        ("made_year",), ("imported_to",), ("imported_year",),
    ),
    "firearm_models": (
        ("mechanism", "make"), ("made_in", "model"), ("capacity", "length"), ("made_from", "barrel"), ("made_until", "weight"),
    ),
    "ballistics": (
        ("calibre",), ("quality",), ("twist", "pin_shape", "land_width"), ("breech_marks", "ejector_at", "groove_width"),
        ("extractor_at", "weapon_type", "event_country"), ("grooves",),
    ),
    "fingerprints": (("status", "quality"), ("mode", "format", "event_country"), ("resolution",)),
    "faces": (("quality",), ("taken_by",)),
    "dna": (("markers", "status", "quality"), ("kit",)),
    "kinship": (("markers", "status", "quality"), ("relation", "kit")),
    "hash_lists": (("medium", "list"), ("series",), ("seen_first",)),
    "piracy": (("fact_grade", "source_grade"), ("incident", "status", "event_date"), ("vessel_type", "flag"), ("crew_taken",)),
}  # fmt: skip

GONE = """
do $$ declare one record; begin
    for one in select indexname from pg_indexes where schemaname = 'registers' and tablename = '{name}'
        and indexname ~ '^{name}_(listed|confirmed|list_(created|confirmed|facets[0-9]*))$' loop
        execute format('drop index registers.%I', one.indexname);
    end loop;
end $$;
"""
# A record that nobody has touched since it was entered has one time, not three: one index holds these, for every sort by time. Those that
# were changed or confirmed stand in three others. A list reads both kinds, each in order.
NEW = """
create index {name}_list_fresh on registers.{name} (owner, created_at, id) where changed_at = created_at and confirmed_at = created_at;
create index {name}_list_changed on registers.{name} (owner, changed_at, id) where changed_at <> created_at or confirmed_at <> created_at;
create index {name}_list_created on registers.{name} (owner, created_at, id) where changed_at <> created_at or confirmed_at <> created_at;
create index {name}_list_confirmed on registers.{name} (owner, confirmed_at, id)
    where changed_at <> created_at or confirmed_at <> created_at;
create index {name}_list_header on registers.{name} (owner, state, level, discreet, source, changed_by);
"""

# As before, but for `coalesce`, which PostgreSQL holds capable of telling what row-level security hides: no page but the first walked it.
LISTED = """
drop index registers.{name}_list_by;
create index {name}_list_by on registers.{name} (owner, (case when {column} is null then '' else {column} collate "C" end), id);
"""
LISTED_BEFORE = """
drop index registers.{name}_list_by;
create index {name}_list_by on registers.{name} (owner, coalesce({column} collate "C", ''), id);
"""

# The context is read once a statement, not for every row. What they say is what they said.
ONCE = """
alter policy readers on registers.{name} using (case (select comity.mode()) when 2 then owner = (select comity.viewer())
    else access.may_read(owner, audience, state, purposes, level, discreet) end);
alter policy enter on registers.{name} with check ((select comity.mode()) = 2 and owner = (select comity.viewer()));
"""
KEYS_ONCE = """
alter policy own on registers.record_key using ((select comity.mode()) = 2 and owner = (select comity.viewer()))
    with check ((select comity.mode()) = 2 and owner = (select comity.viewer()));
alter policy own on registers.search_key using ((select comity.mode()) = 2 and owner = (select comity.viewer()))
    with check ((select comity.mode()) = 2 and owner = (select comity.viewer()));
alter policy tell on registers.change with check ((select comity.mode()) = 2 and (select comity.viewer()) > 0);
"""
EACH_ROW = """
alter policy readers on registers.{name} using (access.may_read(owner, audience, state, purposes, level, discreet));
alter policy enter on registers.{name} with check (comity.mode() = 2 and owner = comity.viewer());
"""
KEYS_EACH_ROW = """
alter policy own on registers.record_key using (comity.mode() = 2 and owner = comity.viewer())
    with check (comity.mode() = 2 and owner = comity.viewer());
alter policy own on registers.search_key using (comity.mode() = 2 and owner = comity.viewer())
    with check (comity.mode() = 2 and owner = comity.viewer());
alter policy tell on registers.change with check (comity.mode() = 2 and comity.viewer() > 0);
"""

# As before, but each row is looked at once, not once for each measure.
COUNT = """
create or replace function statistics.entered() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
    insert into statistics.turn (register, owner, audience, purposes, telling, measure, day, count)
        select tg_argv[0]::smallint, r.owner, r.audience, r.purposes, r.telling, m.measure, (r.created_at at time zone 'UTC')::date,
               sum(r.many)
        from (select a.owner, a.audience, a.purposes, not a.discreet and a.level = 0 telling, a.state = 1 released, a.created_at,
                     count(*) many
              from added a group by 1, 2, 3, 4, 5, 6) r
        cross join (values (1::smallint), (0::smallint), (2::smallint)) m (measure)
        where m.measure = 1 or r.released
        group by 2, 3, 4, 5, 6, 7;
    return null;
end $$;
"""
COUNT_BEFORE = """
create or replace function statistics.entered() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
    insert into statistics.turn (register, owner, audience, purposes, telling, measure, day, count)
        select tg_argv[0]::smallint, r.owner, r.audience, r.purposes, not r.discreet and r.level = 0, m.measure,
               (r.created_at at time zone 'UTC')::date, count(*)
        from added r cross join (values (1::smallint), (0::smallint), (2::smallint)) m (measure)
        where m.measure = 1 or r.state = 1
        group by 2, 3, 4, 5, 6, 7;
    return null;
end $$;
"""

BACK = """
do $$
declare
    one record;
    names text;
    part bigint;
begin
    for one in select indexname from pg_indexes where schemaname = 'registers' and tablename = '{name}'
        and indexname ~ '^{name}_list_(fresh|changed|created|confirmed|header|of[0-9]+)$' loop
        execute format('drop index registers.%I', one.indexname);
    end loop;
    for part, names in select (k.place - 1) / 32, string_agg(k.name, ', ' order by k.place) from
        (select row_number() over (order by a.attnum) place,
                format(case when a.atttypid = 'text'::regtype then '%I collate "C"' else '%I' end, a.attname) name
         from pg_attribute a where a.attrelid = 'registers.{name}'::regclass and a.attnum > 0 and not a.attisdropped
         and a.attname not in ('id', 'bureau', 'author', 'reviewer', 'audience', 'blocked_by', 'handling_codes', 'law', 'created_at',
                               'changed_at', 'confirmed_at', 'ends_at', 'version', 'identity', 'sealed', 'notice')) k group by 1 loop
        execute format('create index %I on registers.{name} using gin (%s)',
                       '{name}_list_facets' || case when part > 0 then part::text else '' end, names);
    end loop;
end $$;
create index {name}_listed on registers.{name} (owner, changed_at desc, id desc);
create index {name}_confirmed on registers.{name} (owner, confirmed_at, id) where state = 1;
create index {name}_list_created on registers.{name} (owner, created_at, id);
create index {name}_list_confirmed on registers.{name} (owner, confirmed_at, id);
"""


def _of(name: str, place: int, fields: tuple[str, ...]) -> str:
    keys = ", ".join(f'{field} collate "C"' for field in fields)
    some = " or ".join(f"{field} is not null" for field in fields)
    return f"create index {name}_list_of{place} on registers.{name} (owner, {keys}) where {some};"


def upgrade() -> None:
    """Indexes and policies of every register's table, then those beside them."""
    for name, indexes in FIELDS.items():
        run(GONE.format(name=name), NEW.format(name=name), ONCE.format(name=name), LISTED.format(name=name, column=LISTED_BY[name]))
        run(*(_of(name, place, fields) for place, fields in enumerate(indexes, 1)))
    run(KEYS_ONCE, COUNT)


def downgrade() -> None:
    """As they were."""
    run(COUNT_BEFORE, KEYS_EACH_ROW)
    for name in FIELDS:
        run(EACH_ROW.format(name=name), BACK.format(name=name), LISTED_BEFORE.format(name=name, column=LISTED_BY[name]))
