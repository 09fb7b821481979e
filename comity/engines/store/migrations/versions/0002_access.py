"""Authorities, bureaus, units, officers, systems; sessions and tokens; restrictions; and who may read, as the database decides it.

Nobody lists another bureau's officers, sessions or tokens: the tables show a bureau its own, and what has to be known before
anybody is signed in (by a login, by the hash of a token) goes through narrow functions that give one row for one secret.
"""

from comity.engines.store.migrations.sql import run

revision = "0002_access"
down_revision = "0001_base"

_DIRECTORY = """
create schema access;
grant usage on schema access to comity_app, comity_work;

create table access.authority (
    number smallint primary key check (number between 1 and 4095),
    code text not null unique check (code ~ '^[A-Z0-9]{2,8}$'),
    kind smallint not null check (kind between 1 and 3),
    names jsonb not null check (names ? 'en'),
    active boolean not null default true
);
comment on table access.authority is 'purpose: owners of data, and who they are; retention: as long as the organisation';

create table access.issuing_code (
    code text primary key check (code ~ '^[A-Z]{1,3}$'),
    authority smallint not null references access.authority
);
comment on table access.issuing_code is 'purpose: who writes for which code of ICAO 9303; retention: as long as the organisation';

create table access.bureau (
    number integer generated always as identity primary key,
    authority smallint not null references access.authority,
    code text not null unique check (code ~ '^[A-Z0-9-]{2,16}$'),
    names jsonb not null check (names ? 'en'),
    active boolean not null default true
);
comment on table access.bureau is 'purpose: the office that answers for an authority''s users; retention: as long as the organisation';

create table access.unit (
    number integer generated always as identity primary key,
    bureau integer not null references access.bureau,
    kind smallint not null check (kind between 1 and 7),
    code text not null check (code ~ '^[A-Z0-9-]{2,24}$'),
    names jsonb not null check (names ? 'en'),
    active boolean not null default true,
    unique (bureau, code),
    unique (number, bureau)
);
comment on table access.unit is 'purpose: places of work, which decide the purposes open there; retention: as long as audit names them';
"""

_PEOPLE = """
create table access.officer (
    number integer generated always as identity primary key,
    bureau integer not null references access.bureau,
    login text not null unique check (login ~ '^[a-z0-9][a-z0-9._-]{1,63}$'),
    name text not null check (length(name) between 1 and 200),
    roles text[] not null
        check (roles <@ array['analyst', 'auditor', 'centre', 'officer', 'registrar', 'security', 'supervisor']),
    clearance smallint not null default 0 check (clearance between 0 and 2),
    password text not null,
    totp bytea not null,
    totp_last bigint not null default 0,
    active boolean not null default true,
    unique (number, bureau)
);
comment on table access.officer is 'purpose: named persons who may sign in (ACC-08); retention: as long as audit names them';
comment on column access.officer.password is 'Argon2id, with its parameters and salt.';
comment on column access.officer.totp is 'The seed of the code, sealed under a key outside the database.';
comment on column access.officer.totp_last is 'The last time step whose code was used: it and older ones are spent (RFC 6238, 5.2).';

create table access.posting (
    officer integer not null,
    unit integer not null,
    bureau integer not null,
    primary key (officer, unit),
    foreign key (officer, bureau) references access.officer (number, bureau),
    foreign key (unit, bureau) references access.unit (number, bureau)
);
comment on table access.posting is 'purpose: the units at which an officer may work; retention: with the officer';

create table access.system (
    number integer generated always as identity primary key,
    bureau integer not null references access.bureau,
    code text not null check (code ~ '^[A-Z0-9-]{2,24}$'),
    names jsonb not null check (names ? 'en'),
    roles text[] not null
        check (roles <@ array['analyst', 'auditor', 'centre', 'officer', 'registrar', 'security', 'supervisor']),
    clearance smallint not null default 0 check (clearance between 0 and 2),
    active boolean not null default true,
    unique (bureau, code),
    unique (number, bureau)
);
comment on table access.system is 'purpose: national systems that ask by themselves; retention: as long as audit names them';

create table access.session (
    hash bytea primary key check (length(hash) = 32),
    officer integer not null,
    bureau integer not null,
    unit integer references access.unit,
    purpose smallint check (purpose between 1 and 9),
    demo boolean not null,
    started_at timestamptz not null,
    seen_at timestamptz not null,
    ends_at timestamptz not null,
    ended_at timestamptz,
    foreign key (officer, bureau) references access.officer (number, bureau)
);
create index session_officer on access.session (officer) where ended_at is null;
create index session_ends on access.session (ends_at);
comment on table access.session is 'purpose: who is signed in; retention: a day after its end';
comment on column access.session.hash is 'Keyed hash of the token that the browser holds; the key lies outside the database.';

create table access.token (
    number integer generated always as identity primary key,
    hash bytea not null unique check (length(hash) = 32),
    system integer not null,
    bureau integer not null,
    registers smallint[] not null check (cardinality(registers) > 0),
    purposes integer not null check (purposes > 0),
    issued_by integer not null,
    issued_at timestamptz not null,
    expires_at timestamptz not null check (expires_at > issued_at),
    revoked_at timestamptz,
    revoked_by integer,
    foreign key (system, bureau) references access.system (number, bureau)
);
comment on table access.token is 'purpose: what a system may ask, and until when; retention: as long as audit names it';
comment on column access.token.hash is 'Keyed hash of the token, which was shown once; the key lies outside the database.';

create table access.bucket (
    key bytea primary key check (length(key) = 32),
    level double precision not null,
    at timestamptz not null
);
create index bucket_at on access.bucket (at);
comment on table access.bucket is 'purpose: slows guessing, for all processes together; retention: a day';
comment on column access.bucket.key is 'Keyed hash of a login or an address: neither is kept.';

-- Counts changes of what a memo holds, so that every process learns of a withdrawn right by asking for one number.
create table access.revision (
    only_one boolean primary key default true check (only_one),
    number bigint not null default 1
);
insert into access.revision default values;
comment on table access.revision is 'purpose: tells processes that rights changed (ACC-04); retention: as long as the database';
"""

# `denied_*` is what holds: the owner's restriction over all its records, and the record's own (`own_*`).
_AUDIENCE = """
create table access.audience (
    id integer generated always as identity primary key,
    owner smallint not null references access.authority,
    is_default boolean not null,
    own_authorities smallint[] not null default '{}',
    own_kinds smallint[] not null default '{}',
    denied_authorities smallint[] not null default '{}',
    denied_kinds smallint[] not null default '{}',
    check (own_authorities <@ denied_authorities and own_kinds <@ denied_kinds)
);
create unique index audience_default on access.audience (owner) where is_default;
create unique index audience_same on access.audience (owner, own_authorities, own_kinds) where not is_default;
comment on table access.audience is 'purpose: whom owners keep from their records (OWN-03); retention: as long as a record names it';
comment on column access.audience.denied_authorities is 'What holds: the record''s own restriction and the owner''s over all its records.';

create function access.permits(which integer) returns boolean
    language sql stable security definer parallel safe set search_path = pg_catalog
    begin atomic
    select coalesce((
        select not (comity.viewer() = any (a.denied_authorities)) and not (comity.viewer_kind() = any (a.denied_kinds))
        from access.audience a where a.id = which), false);
    end;

-- Equal to comity.access.rules.may_read; a property test holds the two together.
create function access.may_read(owner smallint, audience integer, state smallint, purposes integer, level smallint, discreet boolean)
    returns boolean language sql stable parallel safe
    return case comity.mode()
        when 2 then owner = comity.viewer()
        when 1 then owner = comity.viewer() or (state = 1 and not discreet and level <= comity.clearance()
            and (purposes & comity.sees()) <> 0 and access.permits(audience))
        when 3 then state = 1 and discreet and (purposes & comity.sees()) <> 0 and access.permits(audience)
        else false end;

-- For the filters, which keep one set of keys for each set of denied readers.
create function access.audiences() returns table (id integer, owner smallint, denied_authorities smallint[], denied_kinds smallint[])
    language sql stable security definer set search_path = pg_catalog
    begin atomic select a.id, a.owner, a.denied_authorities, a.denied_kinds from access.audience a; end;
"""

_OPEN = ("authority", "issuing_code", "bureau")
_OF_A_BUREAU = ("unit", "officer", "posting", "system", "session", "token")
_TABLES = (*_OPEN, *_OF_A_BUREAU, "bucket", "revision", "audience")

_ROW_SECURITY = """
alter table access.{name} enable row level security;
alter table access.{name} force row level security;
create policy functions on access.{name} for all to comity_owner using (true) with check (true);
"""

# The directory is open to all (ACC-10) and written by the secretariat; a bureau's own people are written by that bureau alone (ACC-01).
_POLICIES = "".join(
    f"""
create policy known on access.{name} for select to comity_app, comity_work using (true);
create policy entered on access.{name} for insert to comity_app with check (comity.mode() = 2 and comity.viewer_kind() = 3);
create policy amended on access.{name} for update to comity_app using (comity.mode() = 2 and comity.viewer_kind() = 3);
grant select on access.{name} to comity_app, comity_work;
grant insert, update on access.{name} to comity_app;
"""
    for name in _OPEN
) + "".join(
    f"""
create policy listed on access.{name} for select to comity_app using (bureau = comity.viewer_bureau());
create policy entered on access.{name} for insert to comity_app with check (comity.mode() = 2 and bureau = comity.viewer_bureau());
create policy amended on access.{name} for update to comity_app using (comity.mode() = 2 and bureau = comity.viewer_bureau());
"""
    for name in _OF_A_BUREAU
)

_GRANTS = """
create policy left_unit on access.posting for delete to comity_app using (comity.mode() = 2 and bureau = comity.viewer_bureau());
grant select, insert, update on access.unit, access.system to comity_app;
grant select, insert, delete on access.posting to comity_app;
grant select (number, bureau, login, name, roles, clearance, active) on access.officer to comity_app;
grant insert (bureau, login, name, roles, clearance, password, totp) on access.officer to comity_app;
grant update (name, roles, clearance, active, password, totp) on access.officer to comity_app;
grant select (officer, bureau, unit, purpose, demo, started_at, seen_at, ends_at, ended_at) on access.session to comity_app;
grant select (number, system, bureau, registers, purposes, issued_by, issued_at, expires_at, revoked_at, revoked_by)
    on access.token to comity_app;
grant insert (hash, system, bureau, registers, purposes, issued_by, issued_at, expires_at) on access.token to comity_app;
grant update (revoked_at, revoked_by) on access.token to comity_app;

create policy own on access.audience for all to comity_app
    using (owner = comity.viewer() and comity.mode() = 2) with check (owner = comity.viewer() and comity.mode() = 2);
create policy built on access.audience for select to comity_work using (true);
grant select, insert, update on access.audience to comity_app;
grant select on access.audience to comity_work;
"""

_SIGN_IN = """
create function access.officer_by_login(who text)
    returns table (number integer, bureau integer, authority smallint, password text, totp bytea, totp_last bigint, active boolean)
    language sql stable security definer set search_path = pg_catalog
    begin atomic
    select o.number, o.bureau, b.authority, o.password, o.totp, o.totp_last, o.active and b.active and a.active
    from access.officer o join access.bureau b on b.number = o.bureau join access.authority a on a.number = b.authority
    where o.login = who;
    end;

-- True for one caller alone, however many come with the same code at once.
create function access.spend_code(who integer, step bigint) returns boolean
    language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
    update access.officer o set totp_last = step where o.number = who and o.totp_last < step;
    return found;
end $$;

create function access.open_session(token_hash bytea, who integer, at timestamptz, until timestamptz, by_demo boolean) returns boolean
    language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
    insert into access.session (hash, officer, bureau, unit, demo, started_at, seen_at, ends_at)
    select token_hash, o.number, o.bureau,
        (select min(p.unit) from access.posting p join access.unit u on u.number = p.unit
         where p.officer = o.number and u.active having count(*) = 1),
        by_demo, at, at, until
    from access.officer o join access.bureau b on b.number = o.bureau join access.authority a on a.number = b.authority
    where o.number = who and o.active and b.active and a.active;
    return found;
end $$;

create function access.session_by_hash(token_hash bytea, at timestamptz, idle interval)
    returns table (officer integer, name text, login text, roles text[], clearance smallint, authority smallint, authority_code text,
        kind smallint, bureau integer, bureau_code text, bureau_names jsonb, units jsonb, unit integer, purpose smallint,
        started_at timestamptz, ends_at timestamptz, demo boolean)
    language plpgsql volatile security definer set search_path = pg_catalog as $$
#variable_conflict use_column
begin
    update access.session s set seen_at = at where s.hash = token_hash and s.ended_at is null and s.ends_at > at
        and s.seen_at > at - idle and s.seen_at < at - interval '1 minute';
    return query
    select o.number, o.name, o.login, o.roles, o.clearance, a.number, a.code, a.kind, b.number, b.code, b.names,
        coalesce((
            select jsonb_agg(jsonb_build_object('number', u.number, 'code', u.code, 'kind', u.kind, 'names', u.names) order by u.number)
            from access.posting p join access.unit u on u.number = p.unit where p.officer = o.number and u.active), '[]'::jsonb),
        s.unit, s.purpose, s.started_at, s.ends_at, s.demo
    from access.session s join access.officer o on o.number = s.officer
        join access.bureau b on b.number = o.bureau join access.authority a on a.number = b.authority
    where s.hash = token_hash and s.ended_at is null and s.ends_at > at and s.seen_at > at - idle and o.active and b.active and a.active;
end $$;

create function access.choose(token_hash bytea, new_unit integer, new_purpose smallint) returns boolean
    language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
    update access.session s set unit = new_unit, purpose = new_purpose where s.hash = token_hash and s.ended_at is null
        and exists (select from access.posting p join access.unit u on u.number = p.unit
                    where p.officer = s.officer and p.unit = new_unit and u.active);
    return found;
end $$;

create function access.end_session(token_hash bytea, at timestamptz) returns boolean
    language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
    update access.session s set ended_at = at where s.hash = token_hash and s.ended_at is null;
    return found;
end $$;

create function access.end_sessions(who integer, at timestamptz) returns integer
    language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
    ended integer;
begin
    update access.session s set ended_at = at where s.officer = who and s.ended_at is null;
    get diagnostics ended = row_count;
    return ended;
end $$;

-- A token bucket shared by all processes. Gives 0 where one was there to take, else the seconds until one is.
-- The time is written at every call, so that a clock that jumped forward and back locks nobody out.
create function access.take(which bytea, capacity double precision, per_second double precision, now_at timestamptz)
    returns double precision
    language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
    had double precision;
begin
    insert into access.bucket (key, level, at) values (which, capacity, now_at) on conflict do nothing;
    select least(capacity, b.level + per_second * greatest(0, extract(epoch from now_at - b.at))::double precision) into had
        from access.bucket b where b.key = which for update;
    update access.bucket b set level = case when had >= 1 then had - 1 else had end, at = now_at where b.key = which;
    return case when had >= 1 then 0 else (1 - had) / per_second end;
end $$;

create function access.refill(which bytea) returns void language sql volatile security definer set search_path = pg_catalog
    begin atomic delete from access.bucket b where b.key = which; end;

-- What has outlived its use: ended sessions and full buckets.
create function access.sweep(before timestamptz) returns void language sql volatile security definer set search_path = pg_catalog
    begin atomic
    delete from access.bucket b where b.at < before;
    delete from access.session s where s.ends_at < before or s.ended_at < before;
    end;
"""

_TOKENS = """
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

create function access.revision_number() returns bigint language sql stable security definer set search_path = pg_catalog
    begin atomic select r.number from access.revision r; end;

create function access.count_change() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
    update access.revision r set number = r.number + 1;
    return null;
end $$;
"""

_COUNTED = "".join(
    f"create trigger counted after insert or update or delete on access.{name} for each statement execute function access.count_change();\n"
    for name in ("authority", "bureau", "unit", "system", "token")
)

_EXECUTE = """
grant execute on all functions in schema access to comity_app;
revoke execute on function access.sweep, access.count_change from comity_app;
grant execute on function access.may_read, access.permits, access.audiences, access.sweep to comity_work;
"""


# What each column is for; how long it is kept stands at its table.
_COLUMNS = {
    "authority": {
        "number": "Twelve bits of each record's id.",
        "code": "How officers and packs name it.",
        "kind": "1 country, 2 entity, 3 secretariat: owners restrict by it.",
        "names": "By language.",
        "active": "False: every right of its bureaus rests.",
    },
    "issuing_code": {"code": "As in a document's machine-readable zone.", "authority": "Who may write documents of this code."},
    "bureau": {
        "number": "Named by entries and rows of the bureau.",
        "authority": "Whose office it is.",
        "code": "How officers name it.",
        "names": "By language.",
        "active": "False: every right of its users rests.",
    },
    "unit": {
        "number": "Named by audit entries.",
        "bureau": "Who answers for it.",
        "kind": "Decides the purposes open there.",
        "code": "How systems name it.",
        "names": "By language.",
        "active": "False: nobody works there.",
    },
    "officer": {
        "number": "Named by audit entries.",
        "bureau": "Who answers for the officer.",
        "login": "Typed to sign in.",
        "name": "Rights are individual (ACC-08).",
        "roles": "What the officer is there for.",
        "clearance": "The highest level the officer reads (CLS-03).",
        "active": "False: every right is withdrawn (ACC-04).",
    },
    "posting": {"officer": "Who works there.", "unit": "Where.", "bureau": "Keeps both within one bureau."},
    "system": {
        "number": "Named by audit entries.",
        "bureau": "Who answers for it.",
        "code": "How the bureau names it.",
        "names": "By language.",
        "roles": "What the system is there for.",
        "clearance": "The highest level it reads (CLS-03).",
        "active": "False: its tokens open nothing.",
    },
    "session": {
        "officer": "Who signed in.",
        "bureau": "Shows a bureau its own sessions alone.",
        "unit": "Where the officer works, chosen by the officer.",
        "purpose": "What for, chosen by the officer (PUR-01).",
        "demo": "Opened without proof, in a demonstration.",
        "started_at": "When the officer signed in.",
        "seen_at": "Ends an idle session.",
        "ends_at": "Ends a busy one.",
        "ended_at": "When it was ended before its time.",
    },
    "token": {
        "number": "Named by audit entries.",
        "system": "Who holds it.",
        "bureau": "Shows a bureau its own tokens alone.",
        "registers": "Its scope.",
        "purposes": "Its scope, as a mask.",
        "issued_by": "The officer who answers for it.",
        "issued_at": "When it was issued.",
        "expires_at": "When it ends.",
        "revoked_at": "When it was ended before its time.",
        "revoked_by": "By which officer.",
    },
    "bucket": {"level": "How many attempts are left.", "at": "When that was so."},
    "revision": {"only_one": "Holds the table to one row.", "number": "Grows with each change."},
    "audience": {
        "id": "Named by records.",
        "owner": "Whose restriction it is.",
        "is_default": "The restriction over all records of the owner.",
        "own_authorities": "Denied for these records in particular.",
        "own_kinds": "Denied for these records in particular.",
        "denied_kinds": "What holds, by kind of authority.",
    },
}


def _comments() -> str:
    rows = ((table, column, text) for table, columns in _COLUMNS.items() for column, text in columns.items())
    quoted = ((table, column, text.replace("'", "''")) for table, column, text in rows)
    return "\n".join(f"comment on column access.{table}.{column} is '{text}';" for table, column, text in quoted)


def upgrade() -> None:
    run(_DIRECTORY, _PEOPLE, _AUDIENCE)
    run(*(_ROW_SECURITY.format(name=name) for name in _TABLES))
    run(_POLICIES, _GRANTS, _SIGN_IN, _TOKENS, _COUNTED, _EXECUTE, _comments())


def downgrade() -> None:
    run("drop schema access cascade")
