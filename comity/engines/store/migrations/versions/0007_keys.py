"""What is still under an older version of a key, sealing it anew, and the filter key by which this database's records are found."""

from comity.engines.store.migrations.sql import run

revision = "0007_keys"
down_revision = "0006_repeats"

_FILTER_KEY = """
create table comity.filter_key (
    only_one boolean primary key default true check (only_one),
    version smallint not null check (version between 1 and 255),
    proof bytea not null check (length(proof) = 32)
);
comment on table comity.filter_key is 'The key under which search keys and identities are hashed. Kept for as long as the database.';
comment on column comity.filter_key.only_one is 'Holds the table to one row.';
comment on column comity.filter_key.version is 'Its version in the keyring.';
comment on column comity.filter_key.proof is 'A keyed hash under it: a process with another key would find nothing, and is refused.';
grant select, insert on comity.filter_key to comity_app, comity_work;

create policy functions on registers.record_key for all to comity_owner using (true) with check (true);
create policy functions on registers.deletion for select to comity_owner using (true);

-- Another filter key only while nothing is there that the one in force alone finds. Writers wait until this is decided.
create function registers.replace_filter_key(new_version smallint, new_proof bytea) returns boolean
    language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
    lock table registers.record_key, registers.deletion in share row exclusive mode;
    if exists (select from registers.record_key) or exists (select from registers.deletion) then
        return false;
    end if;
    insert into comity.filter_key (version, proof) values (new_version, new_proof)
        on conflict (only_one) do update set version = excluded.version, proof = excluded.proof;
    return true;
end $$;
"""

_USES = """
create function registers.key_uses(at timestamptz) returns table (name text, version integer, what text, count bigint)
    language sql volatile security definer set search_path = pg_catalog
    begin atomic
    select 'record', get_byte(k.wrapped, 0), 'records', count(*) from registers.record_key k group by 2
    union all select 'totp', get_byte(o.totp, 0), 'officers', count(*) from access.officer o group by 2
    union all select 'session', get_byte(i.body, 0), 'kept answers', count(*) from comity.idempotency i
        where length(i.body) > 0 and i.at > key_uses.at - interval '1 day' group by 2
    union all select 'filter', f.version, 'records',
        (select count(*) from registers.record_key) + (select count(*) from registers.deletion) from comity.filter_key f;
    end;

-- What began under the version of that time, and has not ended.
create function access.credentials_of(low timestamptz, high timestamptz, at timestamptz) returns table (sessions bigint, tokens bigint)
    language sql stable security definer set search_path = pg_catalog
    begin atomic
    select (select count(*) from access.session s
            where s.started_at >= low and s.started_at < high and s.ended_at is null and s.ends_at > at),
           (select count(*) from access.token t
            where t.issued_at >= low and t.issued_at < high and t.revoked_at is null and t.expires_at > at);
    end;
"""

_ANEW = """
create function registers.wrapped_otherwise(newest integer, beyond uuid, most integer) returns table (record uuid, wrapped bytea)
    language sql stable security definer set search_path = pg_catalog
    begin atomic
    select k.record, k.wrapped from registers.record_key k
        where k.record > beyond and get_byte(k.wrapped, 0) <> newest order by k.record limit most;
    end;

-- The same key under a newer version; one that was changed or erased meanwhile is left alone.
create function registers.rewrap(which uuid[], was bytea[], anew bytea[]) returns integer
    language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
    done integer;
begin
    update registers.record_key k set wrapped = n.anew
        from unnest(which, was, anew) as n (record, was, anew)
        where k.record = n.record and k.wrapped = n.was and length(n.anew) = length(n.was) and get_byte(n.anew, 0) > get_byte(n.was, 0);
    get diagnostics done = row_count;
    return done;
end $$;

create function access.seeds_otherwise(newest integer) returns table (number integer, login text, totp bytea)
    language sql stable security definer set search_path = pg_catalog
    begin atomic select o.number, o.login, o.totp from access.officer o where get_byte(o.totp, 0) <> newest order by o.number; end;

create function access.reseal_seed(who integer, was bytea, anew bytea) returns boolean
    language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
    update access.officer o set totp = anew where o.number = who and o.totp = was and get_byte(anew, 0) > get_byte(was, 0);
    return found;
end $$;

grant execute on function registers.replace_filter_key to comity_app, comity_work;
grant execute on function registers.key_uses, access.credentials_of, registers.wrapped_otherwise,
    registers.rewrap, access.seeds_otherwise, access.reseal_seed to comity_work;
"""

_DOWN = """
drop function access.reseal_seed, access.seeds_otherwise, registers.rewrap, registers.wrapped_otherwise, access.credentials_of,
    registers.key_uses, registers.replace_filter_key;
drop policy functions on registers.record_key;
drop policy functions on registers.deletion;
drop table comity.filter_key;
"""


def upgrade() -> None:
    run(_FILTER_KEY, _USES, _ANEW)


def downgrade() -> None:
    run(_DOWN)
