"""Packs of entries by day, the leaves of the tree, erasures, and what owners see of who looked.

Whoever runs may insert and read, nothing else: rights are not granted, and triggers refuse even where somebody grants them.
"""

from comity.engines.store.migrations.sql import run

revision = "0003_audit"
down_revision = "0002_access"

_PACK = """
create schema audit;
grant usage on schema audit to comity_app, comity_work;

create sequence audit.stream;
grant usage on sequence audit.stream to comity_app, comity_work;

create table audit.pack (
    at timestamptz not null,
    stream bigint not null check (stream > 0),
    first bigint not null check (first > 0),
    xid xid8 not null default pg_current_xact_id(),
    count int not null check (count > 0),
    authority smallint not null,
    version smallint not null,
    period text not null,
    seed bytea not null check (length(seed) = 16),
    heads bytea not null,
    sealed bytea not null,
    probes bigint[] not null
) partition by range (at);
-- Ciphertext does not shrink; trying costs time at each commit.
alter table audit.pack alter column sealed set storage external;
create index pack_reading on audit.pack (authority, at);
create index pack_sequence on audit.pack (xid, stream, first);
create table audit.pack_default partition of audit.pack default;
comment on table audit.pack is 'purpose: who asked, read, wrote and was refused; retention: three years, then its day goes (audit.erase)';
comment on column audit.pack.at is 'Time of its first entry; decides the partition.';
comment on column audit.pack.stream is 'Process that wrote it.';
comment on column audit.pack.first is 'Number of its first entry in the stream.';
comment on column audit.pack.xid is 'Transaction that wrote it; the sequencer takes what is surely committed.';
comment on column audit.pack.count is 'Number of its entries.';
comment on column audit.pack.authority is 'Whose officers and systems acted; only its auditors read the pack.';
comment on column audit.pack.version is 'Version of the month''s key.';
comment on column audit.pack.period is 'Month whose key seals the questions.';
comment on column audit.pack.seed is 'Salt of its commitments; erased with the pack.';
comment on column audit.pack.heads is 'Open parts of the entries, msgpack; no personal data of those asked about.';
comment on column audit.pack.sealed is 'What was asked, sealed under the key of the month.';
comment on column audit.pack.probes is 'Keyed hashes of the identifiers asked about.';
"""

_SIGHTING = """
create table audit.sighting (
    at timestamptz not null,
    stream bigint not null,
    number bigint not null,
    record uuid not null,
    bureau int not null,
    owner smallint not null,
    register smallint not null,
    unit_kind smallint not null,
    purpose smallint not null,
    outcome smallint not null
) partition by range (at);
create index sighting_reading on audit.sighting (owner, at);
create table audit.sighting_default partition of audit.sighting default;
comment on table audit.sighting is 'purpose: what an owner may see of who looked at its data, never the officer; retention: as the packs';
comment on column audit.sighting.at is 'When it was looked at.';
comment on column audit.sighting.stream is 'Stream of the entry.';
comment on column audit.sighting.number is 'Number of the entry.';
comment on column audit.sighting.record is 'What was looked at.';
comment on column audit.sighting.bureau is 'Which bureau looked.';
comment on column audit.sighting.owner is 'Whose record it is; only its officers read this.';
comment on column audit.sighting.register is 'Register of the record.';
comment on column audit.sighting.unit_kind is 'Kind of place it was looked at from.';
comment on column audit.sighting.purpose is 'Purpose stated.';
comment on column audit.sighting.outcome is 'Grade of the hit, or what the reader did.';
"""

_LEAVES = """
create table audit.leaves (
    first bigint primary key check (first >= 0),
    count int not null check (count > 0),
    at timestamptz not null default clock_timestamp(),
    xid xid8 not null,
    stream bigint not null,
    last bigint not null,
    packs bytea not null,
    frontier bytea not null check (length(frontier) % 32 = 0),
    hashes bytea not null check (length(hashes) = 32 * count)
);
alter table audit.leaves alter column hashes set storage external;
alter table audit.leaves alter column frontier set storage external;
comment on table audit.leaves is 'purpose: the tree that proves the audit; holds no personal data; retention: as long as the database';
comment on column audit.leaves.first is 'Number of its first leaf in the tree.';
comment on column audit.leaves.count is 'Number of its leaves.';
comment on column audit.leaves.at is 'When they were appended.';
comment on column audit.leaves.xid is 'Transaction of its last pack: the sequencer goes on after it.';
comment on column audit.leaves.stream is 'Stream of its last pack.';
comment on column audit.leaves.last is 'First number of its last pack.';
comment on column audit.leaves.packs is 'Its packs in order: stream, first number, count, time.';
comment on column audit.leaves.frontier is 'Roots of the full subtrees after its last leaf.';
comment on column audit.leaves.hashes is 'Leaf hashes, 32 bytes each.';

create table audit.erasure (
    day date primary key,
    at timestamptz not null default clock_timestamp(),
    packs bigint not null,
    entries bigint not null,
    sightings bigint not null
);
comment on table audit.erasure is 'purpose: which days were erased at the end of their time; retention: as long as the tree';
comment on column audit.erasure.day is 'The day, UTC.';
comment on column audit.erasure.at is 'When it was erased.';
comment on column audit.erasure.packs is 'Packs that went.';
comment on column audit.erasure.entries is 'Entries that went.';
comment on column audit.erasure.sightings is 'Sightings that went.';
"""

# One commit writes packs of several authorities, so inserting asks for no context; reading shows an authority its own.
_RIGHTS = """
alter table audit.pack enable row level security;
alter table audit.pack force row level security;
create policy write on audit.pack for insert to comity_app, comity_work with check (true);
create policy read on audit.pack for select to comity_app using (comity.mode() = 4 and authority = comity.viewer());
create policy sequence on audit.pack for select to comity_work using (true);
create policy erase on audit.pack for all to comity_owner using (true);
grant select, insert on audit.pack to comity_app, comity_work;

alter table audit.sighting enable row level security;
alter table audit.sighting force row level security;
create policy write on audit.sighting for insert to comity_app, comity_work with check (true);
create policy read on audit.sighting for select to comity_app using (comity.mode() in (2, 4) and owner = comity.viewer());
create policy erase on audit.sighting for all to comity_owner using (true);
grant select, insert on audit.sighting to comity_app;
grant insert on audit.sighting to comity_work;

grant select on audit.leaves, audit.erasure to comity_app, comity_work;
grant insert on audit.leaves to comity_work;
"""

_REFUSAL = """
create function audit.refuse() returns trigger language plpgsql as $$
begin
    raise exception 'The audit is written once: % on %.% is refused.', tg_op, tg_table_schema, tg_table_name
        using errcode = 'insufficient_privilege';
end $$;
create trigger written_once before update or delete on audit.pack for each row execute function audit.refuse();
create trigger written_once before update or delete on audit.sighting for each row execute function audit.refuse();
create trigger written_once before update or delete on audit.leaves for each row execute function audit.refuse();
create trigger written_once before update or delete on audit.erasure for each row execute function audit.refuse();
create trigger never_truncated before truncate on audit.pack for each statement execute function audit.refuse();
create trigger never_truncated before truncate on audit.pack_default for each statement execute function audit.refuse();
create trigger never_truncated before truncate on audit.sighting for each statement execute function audit.refuse();
create trigger never_truncated before truncate on audit.sighting_default for each statement execute function audit.refuse();
create trigger never_truncated before truncate on audit.leaves for each statement execute function audit.refuse();
create trigger never_truncated before truncate on audit.erasure for each statement execute function audit.refuse();
"""

# Attached, not created in place: attaching lets checks go on. A day whose packs lie in the default partition already (a clock that
# jumped) keeps them there.
_PARTITIONS = """
create function audit.ensure_partition(parent text, day date) returns int language plpgsql set search_path = pg_catalog as $$
declare
    part text := format('%s_%s', parent, to_char(day, 'YYYYMMDD'));
    low timestamptz := day::timestamp at time zone 'UTC';
    high timestamptz := (day + 1)::timestamp at time zone 'UTC';
    taken boolean;
begin
    if to_regclass('audit.' || part) is not null then
        return 0;
    end if;
    execute format('select exists (select from audit.%I where at >= %L and at < %L)', parent || '_default', low, high) into taken;
    if taken then
        return 0;
    end if;
    execute format('create table audit.%I (like audit.%I including defaults including constraints including storage)', part, parent);
    execute format('create trigger never_truncated before truncate on audit.%I for each statement execute function audit.refuse()', part);
    execute format('alter table audit.%I attach partition audit.%I for values from (%L) to (%L)', parent, part, low, high);
    return 1;
end $$;

create function audit.ensure_partitions(days int) returns int
    language plpgsql security definer set search_path = pg_catalog set lock_timeout = '3s' as $$
declare
    made int := 0;
    today date := (now() at time zone 'UTC')::date;
    ahead int;
begin
    if days not between 0 and 400 then
        raise exception 'days must lie between 0 and 400' using errcode = 'invalid_parameter_value';
    end if;
    perform pg_advisory_xact_lock(hashtext('audit.ensure_partitions'));
    for ahead in 0..days loop
        made := made + audit.ensure_partition('pack', today + ahead) + audit.ensure_partition('sighting', today + ahead);
    end loop;
    return made;
end $$;
grant execute on function audit.ensure_partitions(int) to comity_app, comity_work;
select audit.ensure_partitions(14);
"""

_ERASURE = """
create function audit.erase_part(parent text, day date) returns void language plpgsql set search_path = pg_catalog as $$
declare
    part text := format('%s_%s', parent, to_char(day, 'YYYYMMDD'));
    low timestamptz := day::timestamp at time zone 'UTC';
    high timestamptz := (day + 1)::timestamp at time zone 'UTC';
begin
    if to_regclass('audit.' || part) is not null then
        execute format('drop table audit.%I', part);
        return;
    end if;
    execute format('alter table audit.%I disable trigger written_once', parent || '_default');
    execute format('delete from audit.%I where at >= %L and at < %L', parent || '_default', low, high);
    execute format('alter table audit.%I enable trigger written_once', parent || '_default');
end $$;

-- Dropping waits for readers, and checks would wait behind it: better to give up and try again.
create function audit.erase(gone date) returns bigint
    language plpgsql set search_path = pg_catalog set lock_timeout = '3s' as $$
declare
    low timestamptz := gone::timestamp at time zone 'UTC';
    high timestamptz := (gone + 1)::timestamp at time zone 'UTC';
    taken audit.leaves;
    waiting bigint;
    pack_count bigint;
    entry_count bigint;
    sighting_count bigint;
begin
    perform pg_advisory_xact_lock(hashtext('audit.ensure_partitions'));
    if gone >= (now() at time zone 'UTC')::date then
        raise exception 'A day that is not over cannot be erased.' using errcode = 'invalid_parameter_value';
    end if;
    select * into taken from audit.leaves order by first desc limit 1;
    select count(*) filter (where taken.xid is null or (p.xid, p.stream, p.first) > (taken.xid, taken.stream, taken.last)),
        count(*), coalesce(sum(p.count), 0)
        into waiting, pack_count, entry_count from audit.pack p where p.at >= low and p.at < high;
    if waiting > 0 then
        raise exception '% packs of % are not in the tree yet.', waiting, gone using errcode = 'object_not_in_prerequisite_state';
    end if;
    select count(*) into sighting_count from audit.sighting s where s.at >= low and s.at < high;
    insert into audit.erasure (day, packs, entries, sightings) values (gone, pack_count, entry_count, sighting_count);
    perform audit.erase_part('pack', gone);
    perform audit.erase_part('sighting', gone);
    return entry_count;
end $$;
"""


def upgrade() -> None:
    run(_PACK, _SIGHTING, _LEAVES, _RIGHTS, _REFUSAL, _PARTITIONS, _ERASURE)


def downgrade() -> None:
    run("drop schema audit cascade")
