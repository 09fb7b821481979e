"""What is counted: what became of records, and what was asked, by day; and what of it may leave its owner, by month."""

from __future__ import annotations

from comity.engines.store.migrations.sql import run

revision = "0019_statistics"
down_revision = "0018_objects"

TABLES = """
create schema statistics;
grant usage on schema statistics to comity_app, comity_work;
comment on schema statistics is 'purpose: counts for planning and oversight; retention: as long as the database: no record is named';

create table statistics.turn (
    number bigserial primary key,
    register smallint not null,
    owner smallint not null,
    audience integer not null,
    purposes integer not null,
    telling boolean not null,
    measure smallint not null check (measure between 0 and 5),
    day date not null,
    count integer not null
);
comment on table statistics.turn is 'purpose: what the last acts changed, until it is added up; retention: a minute';
comment on column statistics.turn.number is 'Order of writing.';
comment on column statistics.turn.register is 'Register of the records.';
comment on column statistics.turn.owner is 'Whose records they are.';
comment on column statistics.turn.audience is 'Whom the owner keeps from them.';
comment on column statistics.turn.purposes is 'Mask of what they are kept for.';
comment on column statistics.turn.telling is 'False for discreet records and those above official use: never counted for others.';
comment on column statistics.turn.measure is '0 held (a difference), 1 entered, 2 released, 3 blocked, 4 withdrawn, 5 expired.';
comment on column statistics.turn.day is 'When it happened, UTC.';
comment on column statistics.turn.count is 'How many records.';

create table statistics.record (
    owner smallint not null,
    register smallint not null,
    purposes integer not null,
    telling boolean not null,
    measure smallint not null,
    day date not null,
    count bigint not null,
    primary key (owner, register, purposes, telling, measure, day)
);
comment on table statistics.record is 'purpose: what became of records, by day; retention: as long as the database';
comment on column statistics.record.owner is 'Whose records they are; the only one who reads this.';
comment on column statistics.record.register is 'Register of the records.';
comment on column statistics.record.purposes is 'Mask of what they are kept for.';
comment on column statistics.record.telling is 'Whether they may be counted for others at all.';
comment on column statistics.record.measure is 'As in turn; held is the difference of the day.';
comment on column statistics.record.day is 'When it happened, UTC.';
comment on column statistics.record.count is 'How many records.';

create table statistics.asked (
    authority smallint not null,
    register smallint not null,
    purpose smallint not null,
    measure smallint not null check (measure between 6 and 11),
    day date not null,
    count bigint not null,
    primary key (authority, register, purpose, measure, day)
);
comment on table statistics.asked is 'purpose: what was asked and met, by day; retention: as long as the database';
comment on column statistics.asked.authority is 'Who asked (6 to 8), or whose records were met (9 to 11); the only one who reads this.';
comment on column statistics.asked.register is 'Register asked.';
comment on column statistics.asked.purpose is 'Purpose of the question.';
comment on column statistics.asked.measure is
    '6 checks, 7 with a hit, 8 with look-alikes alone; 9 records met exactly, 10 as look-alikes, 11 read, never of a protected check.';
comment on column statistics.asked.day is 'When it was asked, UTC.';
comment on column statistics.asked.count is 'How many.';

create table statistics.place (
    one boolean primary key default true check (one),
    xid xid8 not null,
    stream bigint not null,
    first bigint not null
);
insert into statistics.place values (true, '0', 0, 0);
comment on table statistics.place is 'purpose: how far the audit was added up; retention: as long as the database';
comment on column statistics.place.one is 'There is one row.';
comment on column statistics.place.xid is 'Transaction of the last pack.';
comment on column statistics.place.stream is 'Stream of the last pack.';
comment on column statistics.place.first is 'First number of the last pack.';

create table statistics.published (
    month date not null,
    owner smallint not null,
    register smallint not null,
    purpose smallint not null,
    measure smallint not null,
    count bigint not null check (count >= 5),
    primary key (month, owner, register, purpose, measure)
);
comment on table statistics.published is
    'purpose: what others may know of an owner''s counts (no cell under five); retention: as long as the database';
comment on column statistics.published.month is 'First day of a month that is over.';
comment on column statistics.published.owner is 'Whose records they are.';
comment on column statistics.published.register is 'Register of the records.';
comment on column statistics.published.purpose is 'What they are kept for.';
comment on column statistics.published.measure is 'As in turn; held as the month ended.';
comment on column statistics.published.count is
    'How many, of what is held the full five below; a cell of fewer than five is not there, nor is one of none.';

create table statistics.month (
    month date primary key,
    at timestamptz not null
);
comment on table statistics.month is 'purpose: which months were published, once each; retention: as long as the database';
comment on column statistics.month.month is 'First day of the month.';
comment on column statistics.month.at is 'When it was published; what comes later is counted for its owner alone.';
"""

# A statement's rows are counted in one go, in its own transaction: what is counted is what was committed, whatever dies meanwhile.
COUNT = """
create function statistics.entered() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
    insert into statistics.turn (register, owner, audience, purposes, telling, measure, day, count)
        select tg_argv[0]::smallint, r.owner, r.audience, r.purposes, not r.discreet and r.level = 0, m.measure,
               (r.created_at at time zone 'UTC')::date, count(*)
        from added r cross join (values (1::smallint), (0::smallint), (2::smallint)) m (measure)
        where m.measure = 1 or r.state = 1
        group by 2, 3, 4, 5, 6, 7;
    return null;
end $$;

create function statistics.changed() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
    insert into statistics.turn (register, owner, audience, purposes, telling, measure, day, count)
        select tg_argv[0]::smallint, c.owner, c.audience, c.purposes, c.telling, c.measure, c.day, sum(c.many)
        from (
            select o.owner, o.audience, o.purposes, not o.discreet and o.level = 0 telling, 0::smallint measure,
                   (n.changed_at at time zone 'UTC')::date as day, -1 many
                from before o join after n on n.id = o.id where o.state = 1
            union all
            select n.owner, n.audience, n.purposes, not n.discreet and n.level = 0, 0::smallint, (n.changed_at at time zone 'UTC')::date, 1
                from before o join after n on n.id = o.id where n.state = 1
            union all
            select n.owner, n.audience, n.purposes, not n.discreet and n.level = 0,
                   case n.state when 1 then 2 when 2 then 3 when 3 then 4 else 5 end::smallint, (n.changed_at at time zone 'UTC')::date, 1
                from before o join after n on n.id = o.id
                where n.state > 0 and n.state <> o.state and not (o.state = 2 and n.state = 1)
        ) c (owner, audience, purposes, telling, measure, day, many)
        group by 2, 3, 4, 5, 6, 7 having sum(c.many) <> 0;
    return null;
end $$;

create function statistics.gone() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
    -- An owner's erasure is a withdrawal; a record that had ended before was counted then.
    insert into statistics.turn (register, owner, audience, purposes, telling, measure, day, count)
        select tg_argv[0]::smallint, r.owner, r.audience, r.purposes, not r.discreet and r.level = 0, m.measure,
               (now() at time zone 'UTC')::date, count(*) * case when m.measure = 0 then -1 else 1 end
        from removed r cross join (values (0::smallint), (4::smallint), (5::smallint)) m (measure)
        where (m.measure = 0 and r.state = 1)
           or (m.measure = 4 and r.state < 3 and r.ends_at >= (now() at time zone 'UTC')::date)
           or (m.measure = 5 and r.state < 3 and r.ends_at < (now() at time zone 'UTC')::date)
        group by 2, 3, 4, 5, 6, 7;
    return null;
end $$;

-- Adds up what waits. One statement: killed before its end, nothing happened; after it, all.
create function statistics.add_up() returns bigint language sql security definer set search_path = pg_catalog as $$
    with taken as (delete from statistics.turn returning *),
    summed as (
        select t.owner, t.register, t.purposes, t.telling and not exists (
                   select from access.audience a where a.id = t.audience and (cardinality(a.denied_authorities) > 0
                   or cardinality(a.denied_kinds) > 0)) telling, t.measure, t.day, sum(t.count) count
        from taken t group by 1, 2, 3, 4, 5, 6),
    added as (
        insert into statistics.record as r (owner, register, purposes, telling, measure, day, count) select * from summed
        on conflict (owner, register, purposes, telling, measure, day) do update set count = r.count + excluded.count)
    select count(*) from taken;
$$;

-- Publishes a month that is over, once. Purposes are bits: a record kept for two is counted under both. What ended or was blocked is never
-- published, and what is held is told to the full five below: else two months' ends and what was released between them would tell
-- what ended, down to a single record. No owner is published who keeps all its
-- records from somebody.
create function statistics.publish(which date, at timestamptz) returns boolean
    language plpgsql security definer set search_path = pg_catalog as $$
begin
    if which <> date_trunc('month', which)::date or at < (which + interval '1 month' + interval '3 days') at time zone 'UTC' then
        raise exception 'a month is published three days after its end' using errcode = 'CO001';
    end if;
    insert into statistics.month values (which, at) on conflict do nothing;
    if not found then
        return false;
    end if;
    insert into statistics.published (month, owner, register, purpose, measure, count)
        select which, r.owner, r.register, p.bit, r.measure, sum(r.count) - case when r.measure = 0 then sum(r.count) % 5 else 0 end
        from statistics.record r cross join generate_series(1, 9) p (bit)
        where r.telling and r.purposes & (1 << p.bit) <> 0 and r.measure in (0, 2)
          and r.day < which + interval '1 month' and (r.measure = 0 or r.day >= which)
          and not exists (select from access.audience a where a.owner = r.owner and a.is_default
                          and (cardinality(a.denied_authorities) > 0 or cardinality(a.denied_kinds) > 0))
        group by 2, 3, 4, 5 having sum(r.count) >= 5;
    return true;
end $$;
revoke execute on function statistics.add_up, statistics.publish, statistics.entered, statistics.changed, statistics.gone from public;
grant execute on function statistics.add_up, statistics.publish to comity_work;

do $$
declare
    of_table record;
    which smallint;
begin
    for of_table in select c.oid, c.relname from pg_class c where c.relnamespace = 'registers'::regnamespace and c.relkind = 'r'
        and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'identity')
        and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'sealed') order by c.relname loop
        execute format('alter table registers.%I no force row level security', of_table.relname);  -- so that its owner counts it
        which := (select n.number from (values {numbers}) n (name, number) where n.name = of_table.relname);
        execute format('insert into statistics.turn (register, owner, audience, purposes, telling, measure, day, count)'
                       ' select %s, r.owner, r.audience, r.purposes, not r.discreet and r.level = 0, m.measure,'
                       ' (r.created_at at time zone ''UTC'')::date, count(*) from registers.%I r'
                       ' cross join (values (1::smallint), (0::smallint), (2::smallint)) m (measure)'
                       ' where m.measure = 1 or r.state = 1 group by 2, 3, 4, 5, 6, 7', which, of_table.relname);
        execute format('create trigger counted_new after insert on registers.%I referencing new table as added'
                       ' for each statement execute function statistics.entered(%s)', of_table.relname, which);
        execute format('create trigger counted_changed after update on registers.%I referencing old table as before new table as after'
                       ' for each statement execute function statistics.changed(%s)', of_table.relname, which);
        execute format('create trigger counted_gone after delete on registers.%I referencing old table as removed'
                       ' for each statement execute function statistics.gone(%s)', of_table.relname, which);
        execute format('alter table registers.%I force row level security', of_table.relname);
    end loop;
end $$;
"""

# The strip, whose numbers never change.
NUMBERS = (
    "persons", "notices", "travel_documents", "administrative_documents", "linked_documents", "specimens", "counterfeits", "vehicles",
    "vessels", "art", "firearms", "firearm_models", "ballistics", "fingerprints", "faces", "dna", "kinship", "hash_lists", "piracy",
)  # fmt: skip

RIGHTS = """
alter table statistics.turn enable row level security;
alter table statistics.turn force row level security;
create policy added on statistics.turn for all to comity_owner using (true) with check (true);

alter table statistics.record enable row level security;
alter table statistics.record force row level security;
create policy added on statistics.record for all to comity_owner using (true) with check (true);
create policy own on statistics.record for select to comity_app using (comity.mode() = 2 and owner = comity.viewer());
grant select on statistics.record to comity_app;

alter table statistics.asked enable row level security;
alter table statistics.asked force row level security;
create policy own on statistics.asked for select to comity_app using (comity.mode() = 2 and authority = comity.viewer());
create policy worked on statistics.asked for all to comity_work using (true) with check (true);
grant select on statistics.asked to comity_app;
grant select, insert, update, delete on statistics.asked to comity_work;

grant select, update on statistics.place to comity_work;
grant select on statistics.month to comity_app, comity_work;

-- Whoever is signed in reads it: it holds no cell from which a record could be told.
alter table statistics.published enable row level security;
alter table statistics.published force row level security;
create policy made on statistics.published for all to comity_owner using (true) with check (true);
create policy open on statistics.published for select to comity_app using (comity.mode() = 2 and comity.viewer() > 0);
grant select on statistics.published to comity_app;

grant select (at, owner, register, purpose, outcome) on audit.sighting to comity_work;
create policy counted on audit.sighting for select to comity_work using (true);
"""


def upgrade() -> None:
    """Counts begin with what is there: each record of before is entered on its own day."""
    numbers = ", ".join(f"('{name}', {place}::smallint)" for place, name in enumerate(NUMBERS, 1))
    run(TABLES, COUNT.replace("{numbers}", numbers), RIGHTS)


def downgrade() -> None:
    """Nothing of it stays."""
    run("drop policy counted on audit.sighting; revoke select on audit.sighting from comity_work;")
    run(
        "do $$ declare t record; begin for t in select c.relname from pg_trigger g join pg_class c on c.oid = g.tgrelid"
        " where g.tgname = 'counted_new' loop execute format('drop trigger counted_new on registers.%1$I;"
        " drop trigger counted_changed on registers.%1$I; drop trigger counted_gone on registers.%1$I', t.relname); end loop; end $$;"
    )
    run("drop schema statistics cascade;")
