"""The life of a record: the question before its end, one way of erasing, receipts by each holder, and the ledger outside the database."""

from __future__ import annotations

from comity.engines.store.migrations.sql import run

revision = "0010_life"
down_revision = "0009_nineteen"

_TABLES = """
alter table registers.deletion
    add column number bigserial not null unique,
    add column outcome text not null default '',
    add column key_version smallint not null default 0,
    add column xid xid8 not null default pg_current_xact_id(),
    add column kept_at timestamptz;
create index deletion_unkept on registers.deletion (number) where kept_at is null;
create index deletion_listed on registers.deletion (owner, number desc);
create index receipt_missing on registers.receipt (holder, due_at) where received_at is null;
comment on column registers.deletion.number is 'Number of the decision, which is all that is said of it elsewhere (RET-08).';
comment on column registers.deletion.reason is 'Why: withdrawn, expired, purpose_met, wrong_person, refused.';
comment on column registers.deletion.outcome is 'What met the purpose, of a closed list (RET-05).';
comment on column registers.deletion.key_version is
    'Version of the key that sealed the key of the record: while it lives, an old copy can be opened.';
comment on column registers.deletion.xid is 'Transaction of the deletion: a filter built from a later snapshot no longer holds its keys.';
comment on column registers.deletion.kept_at is 'When the ledger outside the database had it.';

create table registers.question (
    record uuid primary key references registers.record_key on delete cascade,
    register smallint not null,
    owner smallint not null,
    bureau integer not null,
    ends_at date not null,
    asked_at timestamptz not null,
    stage smallint not null check (stage between 0 and 3),
    reminded_at timestamptz,
    answer smallint not null default 0 check (answer between 0 and 3),
    until date,
    purpose smallint,
    reason bytea,
    asked_by integer,
    answered_at timestamptz,
    decided_by integer,
    decided_at timestamptz,
    check (answer <> 1 or (until is not null and purpose is not null and reason is not null and asked_by is not null)),
    check (decided_by is distinct from asked_by or decided_by is null)
);
comment on table registers.question is
    'purpose: ask the owner before a record ends whether it is still needed (RET-02); retention: with the record';
create index question_listed on registers.question (owner, ends_at, record);
create index question_due on registers.question (ends_at) where answer <> 2 and stage < 3;
comment on column registers.question.record is 'The record that ends.';
comment on column registers.question.register is 'Number of its register.';
comment on column registers.question.owner is 'The authority that is asked.';
comment on column registers.question.bureau is 'The bureau that is asked.';
comment on column registers.question.ends_at is 'Last day of its life, when it was asked.';
comment on column registers.question.asked_at is 'When the owner was asked.';
comment on column registers.question.stage is
    '0 six months, 1 three months, 2 one month, 3 one week before the end: the last time that it was told.';
comment on column registers.question.reminded_at is 'When it was reminded last.';
comment on column registers.question.answer is '0 none, 1 extension asked, 2 not needed, 3 extension refused. None deletes (RET-04).';
comment on column registers.question.until is 'The new last day that is asked for.';
comment on column registers.question.purpose is 'The purpose of the record that needs it longer (RET-03).';
comment on column registers.question.reason is 'Why, sealed under the key of the record.';
comment on column registers.question.asked_by is 'Officer who asked for the extension.';
comment on column registers.question.answered_at is 'When the owner answered.';
comment on column registers.question.decided_by is 'The second officer, who decided about it (RET-03).';
comment on column registers.question.decided_at is 'When that was.';
alter table registers.question enable row level security;
alter table registers.question force row level security;
create policy own on registers.question for all to comity_app
    using (comity.mode() = 2 and owner = comity.viewer()) with check (comity.mode() = 2 and owner = comity.viewer());
grant select, insert, update, delete on registers.question to comity_app;
grant usage on sequence registers.deletion_number_seq to comity_app;

create table registers.reentry (
    print bigint not null,
    record uuid not null,
    owner smallint not null,
    register smallint not null,
    decision text not null,
    at timestamptz not null,
    primary key (owner, print, record)
);
comment on table registers.reentry is
    'purpose: recognise what was refused or withdrawn during a case when it is entered again (REC-19); retention: 10 years';
comment on column registers.reentry.print is
    'Keyed hash of an identifier, without register and country: nobody reads the identifier from it (RET-08).';
comment on column registers.reentry.record is 'The record of that time.';
comment on column registers.reentry.owner is 'Whose record it was.';
comment on column registers.reentry.register is 'Number of the register in which it was.';
comment on column registers.reentry.decision is 'What was decided then: a code.';
comment on column registers.reentry.at is 'When.';
alter table registers.reentry enable row level security;
alter table registers.reentry force row level security;
create policy own on registers.reentry for all to comity_app
    using (comity.mode() = 2 and owner = comity.viewer()) with check (comity.mode() = 2 and owner = comity.viewer());
grant select, insert on registers.reentry to comity_app;

create table registers.ledger (
    only_one boolean primary key default true check (only_one),
    size bigint not null,
    digest bytea not null,
    at timestamptz not null
);
comment on table registers.ledger is
    'purpose: how far the ledger outside the database has come (RET-07); retention: as long as the database';
comment on column registers.ledger.only_one is 'Holds the table to one row.';
comment on column registers.ledger.size is 'Deletions in the file.';
comment on column registers.ledger.digest is 'SHA-256 of its last line.';
comment on column registers.ledger.at is 'When.';
alter table registers.ledger enable row level security;
alter table registers.ledger force row level security;
create policy known on registers.ledger for select to comity_app, comity_work using (true);
create policy functions on registers.ledger for all to comity_owner using (true) with check (true);
grant select on registers.ledger to comity_app, comity_work;
"""

# Functions that the worker calls run as the owner of the tables; each says itself what may happen.
_POLICIES = """
create policy functions on registers.search_key for all to comity_owner using (true) with check (true);
create policy functions on registers.version for all to comity_owner using (true) with check (true);
create policy ended on registers.deletion for all to comity_owner using (true) with check (true);
create policy functions on registers.receipt for all to comity_owner using (true) with check (true);
create policy functions on registers.question for all to comity_owner using (true) with check (true);
create policy functions on registers.reentry for all to comity_owner using (true) with check (true);
do $$
declare
    found record;
begin
    for found in select c.relname from pg_class c where c.relnamespace = 'registers'::regnamespace and c.relkind = 'r'
        and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'ends_at')
        and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'confirmed_at') loop
        execute format('create policy functions on registers.%I for all to comity_owner using (true) with check (true)', found.relname);
        execute format('create index %I on registers.%I (id) where state >= 3', found.relname || '_ended', found.relname);
        execute format('create index %I on registers.%I (owner, confirmed_at, id) where state = 1',
            found.relname || '_confirmed', found.relname);
    end loop;
end $$;
"""

_ERASE = """
create function registers.is_register(name text) returns boolean language sql stable set search_path = pg_catalog
    begin atomic
    select exists (select from pg_catalog.pg_class c join pg_catalog.pg_attribute a on a.attrelid = c.oid
        where c.relnamespace = 'registers'::pg_catalog.regnamespace and c.relkind = 'r' and c.relname = is_register.name
            and a.attname = 'confirmed_at');
    end;

-- The one way in which a record goes: table, key, search keys, versions, and by their references questions, holds and signatures.
-- A row of the ledger stays, with a keyed hash and nothing of the record; so do the receipts that each holder of a copy owes (RET-07).
create function registers.erase_rows(
        which smallint, name text, what uuid[], officer integer, reason text, outcome text, at timestamptz, due timestamptz)
    returns integer language plpgsql set search_path = pg_catalog as $$
declare
    done integer;
begin
    if not registers.is_register(name) then
        raise exception 'there is no register %', name;
    end if;
    execute format(
        'insert into registers.deletion (record, register, owner, identity, officer, reason, outcome, at, key_version)'
        ' select t.id, $2, t.owner, t.identity, $3, $4, $5, $6, coalesce(get_byte(k.wrapped, 0), 0)'
        ' from registers.%I t left join registers.record_key k on k.record = t.id where t.id = any ($1)'
        ' on conflict (record) do nothing', name)
        using what, which, officer, reason, outcome, at;
    insert into registers.receipt (record, holder, owner, due_at, received_at)
        select d.record, h.holder, d.owner, due, h.at from registers.deletion d
        cross join (values ('database', at), ('filters', null), ('blobs', null), ('backups', null)) as h (holder, at)
        where d.record = any (what) on conflict do nothing;
    insert into registers.change (register, audience, key)
        select distinct 0, k.audience, null::bigint from registers.search_key k where k.record = any (what) and k.live;
    delete from registers.search_key k where k.record = any (what);
    delete from registers.version v where v.record = any (what);
    delete from registers.record_key k where k.record = any (what);
    execute format('delete from registers.%I t where t.id = any ($1)', name) using what;
    get diagnostics done = row_count;
    return done;
end $$;
revoke execute on function registers.erase_rows from public;

-- The owner's own decision. What another has blocked stays for the case about it (CCF-13).
create function registers.erase_own(
        which smallint, name text, what uuid, officer integer, reason text, outcome text, at timestamptz, due timestamptz)
    returns boolean language plpgsql security definer set search_path = pg_catalog as $$
declare
    mine boolean;
begin
    if comity.mode() <> 2 or comity.viewer() = 0 or not registers.is_register(name) then
        raise exception 'OWN-02: only its owner may take a record back' using errcode = 'CO001';
    end if;
    execute format('select true from registers.%I t where t.id = $1 and t.owner = comity.viewer()'
        ' and coalesce(t.blocked_by, 1) = 1 for update', name) into mine using what;
    if mine is null then
        return false;
    end if;
    return registers.erase_rows(which, name, array[what], officer, reason, outcome, at, due) = 1;
end $$;
revoke execute on function registers.erase_own from public;
grant execute on function registers.erase_own to comity_app;

-- What has ended: erased, but for what another has blocked, which is kept for its case (RET-04, CCF-13); and what was kept, once its case
-- has ended.
create function registers.end_due(which smallint, name text, day date, most integer, at timestamptz, due timestamptz)
    returns table (record uuid, owner smallint, bureau integer, erased boolean)
    language plpgsql security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
    gone uuid[];
    back uuid[];
    kept uuid[];
    owners jsonb;
begin
    if not registers.is_register(name) then
        raise exception 'there is no register %', name;
    end if;
    execute format(
        'select array_agg(d.id) filter (where coalesce(d.blocked_by, 1) = 1), array_agg(d.id) filter (where d.blocked_by > 1)'
        ' from (select t.id, t.blocked_by from registers.%I t where t.ends_at < $1 and t.state <= 2'
        ' order by t.ends_at limit $2 for update skip locked) d', name) into gone, kept using day, most;
    execute format(
        'select array_agg(d.id) from (select t.id from registers.%I t where t.state >= 3 and t.blocked_by is null limit $1'
        ' for update skip locked) d', name) into back using most;
    execute format('select jsonb_object_agg(t.id, jsonb_build_array(t.owner, t.bureau)) from registers.%I t where t.id = any ($1)', name)
        into owners using coalesce(gone, '{}') || coalesce(kept, '{}') || coalesce(back, '{}');
    if kept is not null then
        execute format('update registers.%I t set state = 4, version = t.version + 1, changed_at = $2 where t.id = any ($1)', name)
            using kept, at;
        update registers.search_key k set live = false where k.record = any (kept) and k.live;
        delete from registers.question q where q.record = any (kept);
    end if;
    if gone is not null then
        perform registers.erase_rows(which, name, gone, 0, 'expired', '', at, due);
    end if;
    if back is not null then
        perform registers.erase_rows(which, name, back, 0, 'case_ended', '', at, due);
    end if;
    return query select e.id, (owners -> e.id::text ->> 0)::smallint, (owners -> e.id::text ->> 1)::integer, e.erased
        from (select unnest(gone) as id, true as erased union all select unnest(back), true union all select unnest(kept), false) e;
end $$;

-- The case about what its owner has withdrawn, or what has expired meanwhile, is over: the worker erases it at its next step.
create function registers.end_case(name text, what uuid, rank smallint, at timestamptz) returns boolean
    language plpgsql security definer set search_path = pg_catalog as $$
declare
    done integer;
begin
    if comity.mode() <> 2 or comity.viewer_kind() <> 3 or rank not in (2, 3) or not registers.is_register(name) then
        raise exception 'BLK-02: only who has blocked a record ends the case about it' using errcode = 'CO001';
    end if;
    execute format('update registers.%I t set blocked_by = null, version = t.version + 1, changed_at = $3'
        ' where t.id = $1 and t.state >= 3 and t.blocked_by between 2 and $2', name) using what, rank, at;
    get diagnostics done = row_count;
    return done = 1;
end $$;
revoke execute on function registers.end_due, registers.end_case from public;
grant execute on function registers.end_case to comity_app;
grant execute on function registers.end_due to comity_work;
"""

_ASK = """
-- The last mark before the end that has passed on a day: -1 none, 0 six months, 1 three months, 2 one month, 3 one week.
create function registers.stage(ends date, day date) returns smallint language sql immutable set search_path = pg_catalog
    return case when day >= ends - 7 then 3 when day >= (ends - interval '1 month')::date then 2
        when day >= (ends - interval '3 months')::date then 1 when day >= (ends - interval '6 months')::date then 0 else -1 end::smallint;

-- Asks about every record of which a mark has passed since it was entered. What another has blocked is not extended (RET-10).
create function registers.ask_due(which smallint, name text, day date, most integer, at timestamptz)
    returns table (record uuid, owner smallint, bureau integer, stage smallint)
    language plpgsql security definer set search_path = pg_catalog as $$
#variable_conflict use_column
begin
    if not registers.is_register(name) then
        raise exception 'there is no register %', name;
    end if;
    return query execute format(
        'insert into registers.question (record, register, owner, bureau, ends_at, asked_at, stage)'
        ' select t.id, $1, t.owner, t.bureau, t.ends_at, $4, registers.stage(t.ends_at, $2) from registers.%I t'
        ' where t.ends_at >= $2 and t.ends_at <= $2 + 190 and t.state <= 2 and coalesce(t.blocked_by, 1) = 1'
        ' and registers.stage(t.ends_at, $2) > registers.stage(t.ends_at, t.created_at::date)'
        ' and not exists (select from registers.question q where q.record = t.id)'
        ' order by t.ends_at limit $3 on conflict do nothing returning record, owner, bureau, stage', name) using which, day, most, at;
end $$;

create function registers.remind_due(day date, most integer, at timestamptz)
    returns table (record uuid, register smallint, owner smallint, bureau integer, stage smallint)
    language sql volatile security definer set search_path = pg_catalog
    begin atomic
    update registers.question q set stage = registers.stage(q.ends_at, day), reminded_at = at
        where q.record in (select p.record from registers.question p
            where p.answer <> 2 and p.stage < 3 and p.ends_at >= day and p.ends_at <= day + 100
                and registers.stage(p.ends_at, day) > p.stage
            order by p.ends_at limit most for update skip locked)
        returning q.record, q.register, q.owner, q.bureau, q.stage;
    end;
revoke execute on function registers.ask_due, registers.remind_due from public;
grant execute on function registers.ask_due, registers.remind_due to comity_work;
"""

_LEDGER = """
create function registers.unkept(most integer)
    returns table (number bigint, record uuid, register smallint, owner smallint, identity bigint, officer integer, reason text,
                   outcome text, at timestamptz, key_version smallint)
    language sql stable security definer set search_path = pg_catalog
    begin atomic
    select d.number, d.record, d.register, d.owner, d.identity, d.officer, d.reason, d.outcome, d.at, d.key_version
        from registers.deletion d where d.kept_at is null order by d.number limit most;
    end;

-- The file has these, and stands at this size and digest.
create function registers.keep(numbers bigint[], new_size bigint, new_digest bytea, at timestamptz) returns void
    language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
    update registers.deletion d set kept_at = keep.at where d.number = any (numbers);
    insert into registers.ledger (size, digest, at) values (new_size, new_digest, keep.at)
        on conflict (only_one) do update set size = excluded.size, digest = excluded.digest, at = excluded.at;
end $$;

-- The whole ledger is to be written anew: its file is gone or shorter than it was.
create function registers.unkeep() returns void language sql volatile security definer set search_path = pg_catalog
    begin atomic
    update registers.deletion set kept_at = null where kept_at is not null;
    delete from registers.ledger;
    end;

-- Which of these deletions this database does not know: it is an older copy.
create function registers.forgotten(records uuid[]) returns setof uuid
    language sql stable security definer set search_path = pg_catalog
    begin atomic
    select r.record from unnest(records) as r (record) where not exists (select from registers.deletion d where d.record = r.record);
    end;

-- A deletion that an older copy does not know is done again. Says whether the record was there.
create function registers.replay(
        which smallint, name text, what uuid, owner smallint, identity bigint, officer integer, reason text, outcome text,
        at timestamptz, key_version smallint, due timestamptz)
    returns boolean language plpgsql volatile security definer set search_path = pg_catalog as $$
#variable_conflict use_variable
declare
    done integer;
begin
    insert into registers.deletion (record, register, owner, identity, officer, reason, outcome, at, key_version, kept_at)
        values (what, which, owner, identity, officer, reason, outcome, at, key_version, at) on conflict (record) do nothing;
    done := registers.erase_rows(which, name, array[what], officer, reason, outcome, at, due);
    return done > 0;
end $$;

create function registers.receipts_owed(by_whom text, most integer)
    returns table (record uuid, register smallint, owner smallint, xid bigint, key_version smallint, due_at timestamptz)
    language sql stable security definer set search_path = pg_catalog
    begin atomic
    select r.record, d.register, r.owner, d.xid::text::bigint, d.key_version, r.due_at
        from registers.receipt r join registers.deletion d on d.record = r.record
        where r.holder = by_whom and r.received_at is null order by r.due_at, r.record limit most;
    end;

-- Deletions up to a transaction, or up to a version of the key of records.
create function registers.receipts_came(by_whom text, records uuid[], at timestamptz) returns integer
    language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
    done integer;
begin
    update registers.receipt r set received_at = receipts_came.at
        where r.holder = by_whom and r.received_at is null and r.record = any (records);
    get diagnostics done = row_count;
    return done;
end $$;
revoke execute on function registers.unkept, registers.keep, registers.unkeep, registers.forgotten, registers.replay,
    registers.receipts_owed, registers.receipts_came from public;
grant execute on function registers.unkept, registers.keep, registers.unkeep, registers.forgotten, registers.replay,
    registers.receipts_owed, registers.receipts_came to comity_work;
grant execute on function registers.forgotten to comity_app;
"""

_DOWN = """
drop function registers.receipts_came, registers.receipts_owed, registers.replay, registers.forgotten, registers.unkeep, registers.keep,
    registers.unkept, registers.remind_due, registers.ask_due, registers.stage, registers.end_case, registers.end_due, registers.erase_own,
    registers.erase_rows;
do $$
declare
    found record;
begin
    for found in select p.tablename from pg_policies p where p.schemaname = 'registers' and p.policyname = 'functions'
        and registers.is_register(p.tablename) loop
        execute format('drop policy functions on registers.%I', found.tablename);
        execute format('drop index registers.%I', found.tablename || '_ended');
        execute format('drop index registers.%I', found.tablename || '_confirmed');
    end loop;
end $$;
drop function registers.is_register;
drop policy functions on registers.search_key;
drop policy functions on registers.version;
drop policy functions on registers.receipt;
drop policy ended on registers.deletion;
drop table registers.ledger, registers.reentry, registers.question;
drop index registers.receipt_missing;
alter table registers.deletion drop column number, drop column outcome, drop column key_version, drop column xid, drop column kept_at;
"""


def upgrade() -> None:
    run(_TABLES, _POLICIES, _ERASE, _ASK, _LEDGER)


def downgrade() -> None:
    run(_DOWN)
