"""What lists of one's own records walk and look up; saved views; acts on many records."""

from __future__ import annotations

from comity.engines.store.migrations.sql import run

revision = "0013_lists"
down_revision = "0012_jobs"

# What each register's list is sorted by beside its times, as it was declared when this was written; a test compares.
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

# One inverted index finds whatever a filter asks for, in any combination, at a fraction of the space and of the writing of an index for
# each column. btree_gin is of PostgreSQL's own distribution, and trusted: the database's owner may create it. Row-level security lets an
# index be used for operators that tell nothing of other rows alone, which an array's are not; these are those of the columns' own types.
SORTED = """
create extension if not exists btree_gin;
do $$
declare
    of_table record;
    names text;
    part bigint;  -- an index has 32 columns at most
begin
    for of_table in select c.oid, c.relname from pg_class c where c.relnamespace = 'registers'::regnamespace and c.relkind = 'r'
        and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'identity')
        and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'sealed') order by c.relname loop
        execute format('create index %I on registers.%I (owner, created_at, id)', of_table.relname || '_list_created', of_table.relname);
        execute format('create index %I on registers.%I (owner, confirmed_at, id)',
                       of_table.relname || '_list_confirmed', of_table.relname);
        execute format('create index %I on registers.%I (owner, ends_at, id)', of_table.relname || '_list_ends', of_table.relname);
        for part, names in select (k.place - 1) / 32, string_agg(k.name, ', ' order by k.place) from
            (select row_number() over (order by a.attnum) place,
                    format(case when a.atttypid = 'text'::regtype then '%I collate "C"' else '%I' end, a.attname) name
             from pg_attribute a where a.attrelid = of_table.oid and a.attnum > 0 and not a.attisdropped
             and a.attname not in ('id', 'bureau', 'author', 'reviewer', 'audience', 'blocked_by', 'handling_codes', 'law', 'created_at',
                                   'changed_at', 'confirmed_at', 'ends_at', 'version', 'identity', 'sealed')) k group by 1 loop
            execute format('create index %I on registers.%I using gin (%s)',
                           of_table.relname || '_list_facets' || case when part > 0 then part::text else '' end, of_table.relname, names);
        end loop;
    end loop;
end $$;
"""
LISTED = "create index {name}_list_by on registers.{name} (owner, coalesce({column} collate \"C\", ''), id);"

VIEWS = """
create table registers.view (
    id uuid primary key,
    owner smallint not null,
    bureau integer not null,
    unit integer not null,
    officer integer not null,
    register smallint not null,
    shared boolean not null,
    name text not null check (length(name) between 1 and 80),
    words jsonb not null,
    sort text not null,
    created_at timestamptz not null
);
create unique index view_named on registers.view (officer, register, name);
create index view_shared on registers.view (unit, register) where shared;
comment on table registers.view is 'purpose: lists that officers come back to; retention: until the officer drops them';
comment on column registers.view.id is 'Names the view.';
comment on column registers.view.owner is 'Authority whose records it lists.';
comment on column registers.view.bureau is 'Bureau of the officer.';
comment on column registers.view.unit is 'Unit within which it is shared.';
comment on column registers.view.officer is 'Officer who saved it, and may change or drop it.';
comment on column registers.view.register is 'Register that it lists.';
comment on column registers.view.shared is 'Whether others of the unit see it.';
comment on column registers.view.name is 'What the officer calls it.';
comment on column registers.view.words is 'The filter; an identifier is never saved.';
comment on column registers.view.sort is 'The sort.';
comment on column registers.view.created_at is 'When it was saved.';
alter table registers.view enable row level security;
alter table registers.view force row level security;
create policy own on registers.view for all to comity_app
    using (comity.mode() = 2 and owner = comity.viewer() and bureau = comity.viewer_bureau())
    with check (comity.mode() = 2 and owner = comity.viewer() and bureau = comity.viewer_bureau());
grant select, insert, update, delete on registers.view to comity_app;
"""

BULK = """
create table registers.bulk (
    id uuid primary key,
    owner smallint not null,
    bureau integer not null,
    register smallint not null,
    officer integer not null,
    signed_by integer,
    act text not null check (act in ('confirm', 'shorten', 'restrict', 'withdraw', 'release')),
    state smallint not null check (state between 0 and 4),
    total integer not null check (total > 0),
    spec bytea not null,
    created_at timestamptz not null,
    ended_at timestamptz,
    check (signed_by is null or signed_by <> officer)
);
create index bulk_listed on registers.bulk (owner, created_at desc, id desc);
comment on table registers.bulk is 'purpose: acts on many records, until each has its outcome; retention: 30 days after its end';
comment on column registers.bulk.id is 'Names the act; the job that does it has the same id.';
comment on column registers.bulk.owner is 'Authority whose records they are.';
comment on column registers.bulk.bureau is 'Bureau of the officer.';
comment on column registers.bulk.register is 'Register of the records.';
comment on column registers.bulk.officer is 'Officer who asked for it.';
comment on column registers.bulk.signed_by is 'Second officer, where so many records need one (REC-18).';
comment on column registers.bulk.act is 'What is done to each.';
comment on column registers.bulk.state is '0 waits for a second officer, 1 to be done, 2 done, 3 cancelled, 4 refused.';
comment on column registers.bulk.total is 'How many records, as the officer confirmed.';
comment on column registers.bulk.spec is 'Reason and particulars, sealed.';
comment on column registers.bulk.created_at is 'When the officer confirmed it.';
comment on column registers.bulk.ended_at is 'When it was over.';

create table registers.bulk_item (
    bulk uuid not null references registers.bulk on delete cascade,
    place integer not null,
    owner smallint not null,
    record uuid not null,
    outcome text not null,
    reason text not null,
    primary key (bulk, place)
);
comment on table registers.bulk_item is 'purpose: what became of each record of an act on many; retention: with the act';
comment on column registers.bulk_item.bulk is 'The act.';
comment on column registers.bulk_item.place is 'Counts its records, from 1.';
comment on column registers.bulk_item.owner is 'Authority whose record it is.';
comment on column registers.bulk_item.record is 'The record, as it was ticked or filtered when the officer confirmed.';
comment on column registers.bulk_item.outcome is 'Empty until its turn, then begun, done or refused.';
comment on column registers.bulk_item.reason is 'Rule or fault of a refusal; nothing of the record.';
"""
# As before, and acts on many go 30 days after their end, with what became of each record.
SWEPT = """
create policy swept on registers.bulk for all to comity_owner using (state > 1) with check (false);
create or replace function jobs.sweep(at timestamptz) returns integer language plpgsql security definer set search_path = pg_catalog as $$
declare
    gone integer;
begin
    delete from jobs.job where ends_at < at and state not in (0, 1);
    get diagnostics gone = row_count;
    delete from registers.load l where l.ended_at < at - interval '1 year' and l.state not in (0, 2);
    delete from registers.bulk b where b.ended_at < at - interval '30 days' and b.state > 1;
    return gone;
end $$;
"""
UNSWEPT = """
create or replace function jobs.sweep(at timestamptz) returns integer language plpgsql security definer set search_path = pg_catalog as $$
declare
    gone integer;
begin
    delete from jobs.job where ends_at < at and state not in (0, 1);
    get diagnostics gone = row_count;
    delete from registers.load l where l.ended_at < at - interval '1 year' and l.state not in (0, 2);
    return gone;
end $$;
"""
OWNED = """
alter table registers.{name} enable row level security;
alter table registers.{name} force row level security;
create policy own on registers.{name} for all to comity_app
    using (comity.mode() = 2 and owner = comity.viewer()) with check (comity.mode() = 2 and owner = comity.viewer());
grant select, insert, update, delete on registers.{name} to comity_app;
"""


def upgrade() -> None:
    """Indexes of every register's table that there is, then the two pairs of tables."""
    run(SORTED)
    for name, column in LISTED_BY.items():
        run(LISTED.format(name=name, column=column))
    run(VIEWS, BULK)
    for name in ("bulk", "bulk_item"):
        run(OWNED.format(name=name))
    run(SWEPT)


def downgrade() -> None:
    """The lists' own, and the extension that they alone use."""
    run(UNSWEPT, "drop table registers.bulk_item; drop table registers.bulk; drop table registers.view;")
    run(
        "do $$ declare of_index record; begin"
        " for of_index in select indexname from pg_indexes where schemaname = 'registers'"
        " and indexname ~ '_list_[a-z0-9]+$' loop"
        " execute format('drop index registers.%I', of_index.indexname); end loop; end $$;"
    )
    run("drop extension if exists btree_gin")
