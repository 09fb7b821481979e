"""Systems that load: a token may carry the scope to hand in files, and whoever gave it one never releases what comes of it (ACC-09).

Where an officer's number stands for whose act something was (records, versions, deletions, loads, jobs), a system's stands below nought.
"""

from __future__ import annotations

from comity.engines.store.migrations.sql import run

revision = "0022_system_loads"
down_revision = "0021_linked_documents"

SCOPE = """
alter table access.token add column loads boolean not null default false;
comment on column access.token.loads is 'The system may hand in files of records of its scope; given apart, never by default (ACC-08).';
grant select (loads), insert (loads) on access.token to comity_app;
comment on column jobs.job.officer is
    'Who started it, and must still be allowed to when it runs (ACC-04); below nought: the national system of that number.';
comment on column registers.load.officer is
    'Who loaded the file, and cannot release it (ACC-09); below nought: the national system of that number.';

-- Whether this officer ever issued this system a token that loads.
create function access.gave_loading(officer integer, which integer) returns boolean
    language sql stable security definer set search_path = pg_catalog
    begin atomic select exists (select from access.token t where t.system = which and t.loads and t.issued_by = officer); end;
revoke execute on function access.gave_loading from public;
grant execute on function access.gave_loading to comity_app, comity_work;
"""

HASHES = """
drop function access.tokens_by_hash;
create function access.tokens_by_hash(hashes bytea[])
    returns table (hash bytea, number integer, system integer, authority smallint, kind smallint, bureau integer, roles text[],
        clearance smallint, registers smallint[], purposes integer, units jsonb, expires_at timestamptz, loads boolean)
    language sql stable security definer set search_path = pg_catalog
    begin atomic
    select t.hash, t.number, t.system, a.number, a.kind, b.number, y.roles, y.clearance, t.registers, t.purposes,
        coalesce((
            select jsonb_agg(jsonb_build_object('number', u.number, 'code', u.code, 'kind', u.kind, 'names', u.names) order by u.number)
            from access.unit u where u.bureau = b.number and u.active), '[]'::jsonb),
        t.expires_at, t.loads
    from access.token t join access.system y on y.number = t.system
        join access.bureau b on b.number = t.bureau join access.authority a on a.number = b.authority
    where t.hash = any (hashes) and t.revoked_at is null and y.active and b.active and a.active;
    end;
revoke execute on function access.tokens_by_hash from public;
grant execute on function access.tokens_by_hash to comity_app;
"""

GUARD = """
create or replace function registers.guard() returns trigger language plpgsql as $$
begin
    if new.id <> old.id or new.owner <> old.owner or new.author <> old.author or new.created_at <> old.created_at then
        raise exception 'OWN-01: the owner, author and beginning of a record never change' using errcode = 'CO001';
    end if;
    if new.version <> old.version + 1 then
        raise exception 'QUA-01: the record was changed by another meanwhile' using errcode = 'CO001';
    end if;
    if old.state in (3, 4) and new.state <> old.state then
        raise exception 'RET-04: what was withdrawn or has expired does not return' using errcode = 'CO001';
    end if;
    if old.state = 0 and new.state = 1 and (new.reviewer is null or new.reviewer in (old.author, old.changed_by)) then
        raise exception 'ACC-09: a second officer releases a record' using errcode = 'CO001';
    end if;
    if old.state = 0 and new.state = 1 and exists (
            select from registers.hold h where h.record = new.id and h.state <> 2
                and (h.route >= 3 or (h.route = 2 and h.officer is distinct from new.reviewer))) then
        raise exception 'REV-01: the record waits for its reviewers' using errcode = 'CO001';
    end if;
    if old.state = 0 and new.state = 1 and least(old.author, old.changed_by) < 0
       and (access.gave_loading(new.reviewer, -old.author) or access.gave_loading(new.reviewer, -old.changed_by)) then
        raise exception 'ACC-09: who gave a system its token does not release what it loads' using errcode = 'CO001';
    end if;
    if old.blocked_by > 1 and comity.viewer_kind() <> 3
       and (new.blocked_by is distinct from old.blocked_by or new.state not in (2, 3, 4)) then
        raise exception 'BLK-02: the owner cannot lift what another has blocked' using errcode = 'CO001';
    end if;
    return new;
end $$;
"""

GUARD_BEFORE = """
create or replace function registers.guard() returns trigger language plpgsql as $$
begin
    if new.id <> old.id or new.owner <> old.owner or new.author <> old.author or new.created_at <> old.created_at then
        raise exception 'OWN-01: the owner, author and beginning of a record never change' using errcode = 'CO001';
    end if;
    if new.version <> old.version + 1 then
        raise exception 'QUA-01: the record was changed by another meanwhile' using errcode = 'CO001';
    end if;
    if old.state in (3, 4) and new.state <> old.state then
        raise exception 'RET-04: what was withdrawn or has expired does not return' using errcode = 'CO001';
    end if;
    if old.state = 0 and new.state = 1 and (new.reviewer is null or new.reviewer in (old.author, old.changed_by)) then
        raise exception 'ACC-09: a second officer releases a record' using errcode = 'CO001';
    end if;
    if old.state = 0 and new.state = 1 and exists (
            select from registers.hold h where h.record = new.id and h.state <> 2
                and (h.route >= 3 or (h.route = 2 and h.officer is distinct from new.reviewer))) then
        raise exception 'REV-01: the record waits for its reviewers' using errcode = 'CO001';
    end if;
    if old.blocked_by > 1 and comity.viewer_kind() <> 3
       and (new.blocked_by is distinct from old.blocked_by or new.state not in (2, 3, 4)) then
        raise exception 'BLK-02: the owner cannot lift what another has blocked' using errcode = 'CO001';
    end if;
    return new;
end $$;
"""

HASHES_BEFORE = """
drop function access.tokens_by_hash;
create function access.tokens_by_hash(hashes bytea[])
    returns table (hash bytea, number integer, system integer, authority smallint, kind smallint, bureau integer, roles text[],
        clearance smallint, registers smallint[], purposes integer, units jsonb, expires_at timestamptz)
    language sql stable security definer set search_path = pg_catalog
    begin atomic
    select t.hash, t.number, t.system, a.number, a.kind, b.number, y.roles, y.clearance, t.registers, t.purposes,
        coalesce((
            select jsonb_agg(jsonb_build_object('number', u.number, 'code', u.code, 'kind', u.kind, 'names', u.names) order by u.number)
            from access.unit u where u.bureau = b.number and u.active), '[]'::jsonb),
        t.expires_at
    from access.token t join access.system y on y.number = t.system
        join access.bureau b on b.number = t.bureau join access.authority a on a.number = b.authority
    where t.hash = any (hashes) and t.revoked_at is null and y.active and b.active and a.active;
    end;
revoke execute on function access.tokens_by_hash from public;
grant execute on function access.tokens_by_hash to comity_app;
"""

BACK = """
drop function access.gave_loading;
alter table access.token drop column loads;
"""


def upgrade() -> None:
    """The scope, and the guard that knows of it."""
    run(SCOPE, HASHES, GUARD)


def downgrade() -> None:
    """No system loads."""
    run(GUARD_BEFORE, HASHES_BEFORE, BACK)
