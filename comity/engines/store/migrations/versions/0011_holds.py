"""What waits before others see it: supervised input, quotas, bursts, the review by two desks of the secretariat."""

from __future__ import annotations

from comity.engines.store.migrations.sql import run

revision = "0011_holds"
down_revision = "0010_life"

_OFFICER = """
alter table access.officer
    add column nationalities text[] not null default '{}',
    add column seconded_by smallint references access.authority,
    add column desk smallint check (desk in (1, 2));
grant insert (nationalities, seconded_by, desk) on access.officer to comity_app;
comment on column access.officer.nationalities is 'Issuing codes: nobody reviews what the own country asks for (REV-02).';
comment on column access.officer.seconded_by is 'The authority that sent the officer, which counts as the own one (REV-02).';
comment on column access.officer.desk is 'For which desk of the secretariat the officer reviews: 1 legal, 2 police (REV-02).';
"""

_TABLES = """
create table registers.supervision (
    number bigserial primary key,
    authority smallint not null,
    second_officer integer,
    reason text not null check (length(reason) between 10 and 500),
    set_by integer not null,
    since timestamptz not null,
    lifted_by integer,
    lifted_at timestamptz
);
create unique index supervision_now on registers.supervision (authority) where lifted_at is null;
comment on table registers.supervision is
    'purpose: authorities whose new records wait for review (COR-03); retention: as long as the authority takes part';
comment on column registers.supervision.number is 'Counts measures.';
comment on column registers.supervision.authority is 'Whose input is supervised.';
comment on column registers.supervision.second_officer is 'The officer of that authority who reviews; empty: the secretariat does.';
comment on column registers.supervision.reason is 'Why, shown to the authority. Names nobody.';
comment on column registers.supervision.set_by is 'Officer of the secretariat who set it.';
comment on column registers.supervision.since is 'From when.';
comment on column registers.supervision.lifted_by is 'Officer of the secretariat who lifted it.';
comment on column registers.supervision.lifted_at is 'Until when.';

create table registers.quota (
    authority smallint not null,
    register smallint not null,
    per_day integer not null check (per_day >= 0),
    set_by integer not null,
    at timestamptz not null,
    primary key (authority, register)
);
comment on table registers.quota is
    'purpose: records that an authority enters a day without a second signature (REC-18); retention: as long as the authority takes part';
comment on column registers.quota.authority is 'Whose quota.';
comment on column registers.quota.register is 'Number of the register.';
comment on column registers.quota.per_day is 'Records a day.';
comment on column registers.quota.set_by is 'Officer of the secretariat who set it.';
comment on column registers.quota.at is 'When.';

create table registers.intake (
    owner smallint not null,
    register smallint not null,
    day date not null,
    entered bigint not null check (entered >= 0),
    primary key (owner, register, day)
);
comment on table registers.intake is 'purpose: recognise bursts of an owner (REC-18); retention: 60 days';
comment on column registers.intake.owner is 'Who entered.';
comment on column registers.intake.register is 'Number of the register.';
comment on column registers.intake.day is 'Day, UTC.';
comment on column registers.intake.entered is 'Records entered that day.';

create table registers.hold (
    record uuid primary key references registers.record_key on delete cascade,
    register smallint not null,
    owner smallint not null,
    bureau integer not null,
    route smallint not null check (route between 1 and 4),
    officer integer,
    findings jsonb not null,
    lane boolean not null,
    at timestamptz not null,
    state smallint not null default 0 check (state between 0 and 4),
    round integer not null default 1,
    decided_at timestamptz,
    check ((route = 2) = (officer is not null))
);
create index hold_queue on registers.hold (lane desc, at, record) where state in (0, 1, 4) and route >= 3;
create index hold_decided on registers.hold (owner, decided_at desc) where state in (2, 3);
create index hold_own on registers.hold (owner, at, record) where state in (0, 1, 4);
comment on table registers.hold is 'purpose: why a record waits and who may release it (REV-01); retention: with the record';
comment on column registers.hold.record is 'The record that waits.';
comment on column registers.hold.register is 'Number of its register.';
comment on column registers.hold.owner is 'Whose record it is.';
comment on column registers.hold.bureau is 'The bureau that is told.';
comment on column registers.hold.route is '1 a second officer, 2 the named officer, 3 the secretariat, 4 both desks of the secretariat.';
comment on column registers.hold.officer is 'The named officer.';
comment on column registers.hold.findings is 'Rules that made it wait, each with its figures; nothing of the record.';
comment on column registers.hold.lane is 'Missing persons and children: reviewed first (COR-04).';
comment on column registers.hold.at is 'Since when; its age is shown, and releases nothing (REV-07).';
comment on column registers.hold.state is '0 open, 1 the owner was asked, 2 released, 3 refused, 4 suspended (REV-05).';
comment on column registers.hold.round is 'Counts how often it was laid before the reviewers: a correction begins anew.';
comment on column registers.hold.decided_at is 'When.';

create table registers.signature (
    record uuid not null references registers.hold on delete cascade,
    round integer not null,
    number bigserial not null,
    desk smallint not null check (desk between 0 and 2),
    officer integer not null,
    outcome smallint not null check (outcome between 1 and 4),
    code text not null,
    reason bytea not null,
    at timestamptz not null,
    primary key (record, number)
);
comment on table registers.signature is 'purpose: who reviewed a record, with which outcome (REV-02, REV-05); retention: with the record';
comment on column registers.signature.record is 'The record reviewed.';
comment on column registers.signature.round is 'Which time it was laid before the reviewers.';
comment on column registers.signature.number is 'Counts signatures.';
comment on column registers.signature.desk is '0 the named officer, 1 legal, 2 police.';
comment on column registers.signature.officer is 'Who signed; never shown to the owner.';
comment on column registers.signature.outcome is '1 release, 2 ask, 3 refuse, 4 suspend.';
comment on column registers.signature.code is 'Ground of a refusal, of a closed list; empty otherwise.';
comment on column registers.signature.reason is 'Why, or what is asked, sealed under the key of the record.';
comment on column registers.signature.at is 'When.';
"""

_POLICIES = """
alter table registers.supervision enable row level security;
alter table registers.supervision force row level security;
alter table registers.quota enable row level security;
alter table registers.quota force row level security;
create policy own on registers.supervision for select to comity_app
    using (comity.mode() = 2 and (authority = comity.viewer() or comity.viewer_kind() = 3));
create policy own on registers.quota for select to comity_app
    using (comity.mode() = 2 and (authority = comity.viewer() or comity.viewer_kind() = 3));
create policy measured on registers.supervision for insert to comity_app with check (comity.mode() = 2 and comity.viewer_kind() = 3);
create policy lifted on registers.supervision for update to comity_app using (comity.mode() = 2 and comity.viewer_kind() = 3);
create policy measured on registers.quota for insert to comity_app with check (comity.mode() = 2 and comity.viewer_kind() = 3);
create policy changed on registers.quota for update to comity_app using (comity.mode() = 2 and comity.viewer_kind() = 3);
create policy taken on registers.quota for delete to comity_app using (comity.mode() = 2 and comity.viewer_kind() = 3);
grant select, insert, update on registers.supervision to comity_app;
grant select, insert, update, delete on registers.quota to comity_app;
grant usage on sequence registers.supervision_number_seq to comity_app;

alter table registers.intake enable row level security;
alter table registers.intake force row level security;
create policy own on registers.intake for all to comity_app
    using (comity.mode() = 2 and owner = comity.viewer()) with check (comity.mode() = 2 and owner = comity.viewer());
create policy prune on registers.intake for all to comity_work using (true);
grant select, insert, update on registers.intake to comity_app;
grant select, delete on registers.intake to comity_work;

alter table registers.hold enable row level security;
alter table registers.hold force row level security;
create policy functions on registers.hold for all to comity_owner using (true) with check (true);
create policy own on registers.hold for all to comity_app
    using (comity.mode() = 2 and owner = comity.viewer()) with check (comity.mode() = 2 and owner = comity.viewer());
create policy queue on registers.hold for select to comity_app using (comity.mode() = 2 and comity.viewer_kind() = 3 and route >= 3);
grant select, insert, update on registers.hold to comity_app;

alter table registers.signature enable row level security;
alter table registers.signature force row level security;
create policy functions on registers.signature for all to comity_owner using (true) with check (true);
create policy own on registers.signature for select to comity_app
    using (exists (select from registers.hold h where h.record = signature.record));
grant select on registers.signature to comity_app;
"""

_FUNCTIONS = """
-- What only the review decides: an owner opens a hold, begins it anew by a correction, and lowers nothing (REV-01).
create function registers.guard_hold() returns trigger language plpgsql as $$
begin
    if current_user = 'comity_owner' then
        return new;
    end if;
    if tg_op = 'INSERT' and new.state <> 0 then
        raise exception 'REV-01: a hold begins open' using errcode = 'CO001';
    end if;
    if tg_op = 'UPDATE' and old.route <= 2 and new.state = 2 and new.route = old.route and new.owner = old.owner then
        return new;  -- released by an officer of the owner: the guard of the record says which
    end if;
    if tg_op = 'UPDATE' and (new.state <> 0 or new.route < old.route or new.round <> old.round + 1 or new.owner <> old.owner) then
        raise exception 'REV-01: only its reviewers decide about a record that waits' using errcode = 'CO001';
    end if;
    return new;
end $$;
create trigger guard before insert or update on registers.hold for each row execute function registers.guard_hold();

-- As before, and: what the secretariat or a named officer reviews is released by them alone (REV-01, COR-03).
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

-- Whether an officer of the secretariat may review what an owner asks for: of a known nationality, neither that country's nor sent by it.
create function registers.is_independent(who integer, of_owner smallint) returns boolean
    language sql stable security definer set search_path = pg_catalog
    begin atomic
    select coalesce((
        select o.active and a.kind = 3 and a.number <> of_owner and cardinality(o.nationalities) > 0
            and coalesce(o.seconded_by, 0) <> of_owner
            and not o.nationalities && (select array_agg(c.code) from (
                select i.code from access.issuing_code i where i.authority = of_owner
                union select x.code from access.authority x where x.number = of_owner) c)
        from access.officer o join access.bureau b on b.number = o.bureau join access.authority a on a.number = b.authority
        where o.number = who), false);
    end;

create function registers.desk_of(who integer) returns smallint
    language sql stable security definer set search_path = pg_catalog
    begin atomic select o.desk from access.officer o where o.number = who; end;

-- One record that waits, with its wrapped key, for a reviewer who may review it. Null otherwise: what is not there looks the same.
create function registers.lend(name text, what uuid, who integer) returns table (wrapped bytea, fields jsonb)
    language plpgsql stable security definer set search_path = pg_catalog as $$
begin
    if comity.mode() <> 2 or comity.viewer_kind() <> 3 or not registers.is_register(name) then
        return;
    end if;
    return query execute format(
        'select k.wrapped, to_jsonb(t) from registers.%I t join registers.record_key k on k.record = t.id'
        ' join registers.hold h on h.record = t.id'
        ' where t.id = $1 and t.state = 0 and h.route >= 3 and h.state in (0, 1, 4) and registers.is_independent($2, t.owner)', name)
        using what, who;
end $$;

-- A reviewer signs. Gives the state of the hold after it; null where there is nothing to sign.
-- A release needs the desk's own officer: one for supervised input, both desks, in two persons, for what asks for action against somebody.
create function registers.sign(
        name text, what uuid, who integer, said smallint, ground text, why bytea, at timestamptz)
    returns smallint language plpgsql security definer set search_path = pg_catalog as $$
declare
    held registers.hold;
    of_desk smallint := registers.desk_of(who);
    became smallint;
begin
    if comity.mode() <> 2 or comity.viewer_kind() <> 3 or not registers.is_register(name) then
        raise exception 'REV-02: only the secretariat reviews' using errcode = 'CO001';
    end if;
    select * into held from registers.hold h where h.record = what and h.route >= 3 and h.state in (0, 1, 4) for update;
    if held.record is null then
        return null;
    end if;
    if of_desk is null or not registers.is_independent(who, held.owner) then
        raise exception 'REV-02: a reviewer has a desk and a known nationality, and is neither of the requesting country nor sent by it'
            using errcode = 'CO001';
    end if;
    if exists (select from registers.signature s
            where s.record = what and s.round = held.round and s.officer = who and s.desk <> of_desk) then
        raise exception 'REV-02: one person signs for one desk' using errcode = 'CO001';
    end if;
    delete from registers.signature s where s.record = what and s.round = held.round and s.desk = of_desk;
    insert into registers.signature (record, round, desk, officer, outcome, code, reason, at)
        values (what, held.round, of_desk, who, said, ground, why, at);
    select case when bool_or(s.outcome = 3) then 3 when bool_or(s.outcome = 4) then 4 when bool_or(s.outcome = 2) then 1
            when held.route = 3 or count(distinct s.officer) = 2 then 2 else 0 end
        into became from registers.signature s where s.record = what and s.round = held.round and s.desk in (1, 2);
    update registers.hold h set state = became, decided_at = case when became in (2, 3) then sign.at end where h.record = what;
    if became = 2 then
        execute format('update registers.%I t set state = 1, reviewer = $2, version = t.version + 1, changed_at = $3'
            ' where t.id = $1 and t.state = 0', name) using what, who, at;
        update registers.search_key k set live = true where k.record = what;
        insert into registers.change (register, audience, key)
            select k.register, k.audience, k.key from registers.search_key k where k.record = what;
    end if;
    return became;
end $$;
create policy reviewed on registers.change for insert to comity_owner with check (comity.mode() = 2 and comity.viewer_kind() = 3);

-- What a refusal leaves, so that the same is recognised when it comes again in another register or colour (REC-19).
create function registers.remember_refusal(what uuid, prints bigint[], ground text, at timestamptz) returns void
    language sql volatile security definer set search_path = pg_catalog
    begin atomic
    insert into registers.reentry (print, record, owner, register, decision, at)
        select p.print, h.record, h.owner, h.register, 'refused: ' || ground, remember_refusal.at
        from registers.hold h cross join unnest(prints) as p (print)
        where h.record = what and h.state = 3 and comity.mode() = 2 and comity.viewer_kind() = 3 on conflict do nothing;
    end;

-- Earlier decisions about what a record names, for its reviewer (REV-04).
create function registers.decided_before(what uuid, prints bigint[], who integer)
    returns table (register smallint, decision text, at timestamptz)
    language sql stable security definer set search_path = pg_catalog
    begin atomic
    select r.register, r.decision, max(r.at) from registers.reentry r join registers.hold h on h.record = what and h.owner = r.owner
        where r.print = any (prints) and comity.mode() = 2 and comity.viewer_kind() = 3
            and registers.is_independent(who, h.owner) group by r.register, r.decision order by 3 desc limit 20;
    end;

-- Records of a register that is reviewed by both desks, entered by a way that opened no hold: laid before them all the same.
create function registers.lay_before(which smallint, name text, most integer, at timestamptz) returns integer
    language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
    done integer;
begin
    if not registers.is_register(name) then
        raise exception 'there is no register %', name;
    end if;
    execute format(
        'insert into registers.hold (record, register, owner, bureau, route, findings, lane, at)'
        ' select t.id, $1, t.owner, t.bureau, 4, ''[{"rule": "REV-01", "code": "register"}]''::jsonb, false, $3 from registers.%I t'
        ' where t.state = 0 and not exists (select from registers.hold h where h.record = t.id) limit $2 on conflict do nothing', name)
        using which, most, at;
    get diagnostics done = row_count;
    return done;
end $$;
revoke execute on function registers.is_independent, registers.desk_of, registers.lend, registers.sign, registers.remember_refusal,
    registers.decided_before, registers.lay_before from public;
grant execute on function registers.is_independent, registers.desk_of, registers.lend, registers.sign, registers.remember_refusal,
    registers.decided_before to comity_app;
grant execute on function registers.lay_before to comity_work;
do $$
declare
    found record;
begin
    for found in select c.relname from pg_class c where c.relnamespace = 'registers'::regnamespace and c.relkind = 'r'
        and registers.is_register(c.relname) loop
        execute format('create index %I on registers.%I (created_at, id) where state = 0', found.relname || '_waiting', found.relname);
    end loop;
end $$;
"""

_DOWN = """
do $$
declare
    found record;
begin
    for found in select c.relname from pg_class c where c.relnamespace = 'registers'::regnamespace and c.relkind = 'r'
        and registers.is_register(c.relname) loop
        execute format('drop index registers.%I', found.relname || '_waiting');
    end loop;
end $$;
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
    if old.blocked_by > 1 and comity.viewer_kind() <> 3
       and (new.blocked_by is distinct from old.blocked_by or new.state not in (2, 3, 4)) then
        raise exception 'BLK-02: the owner cannot lift what another has blocked' using errcode = 'CO001';
    end if;
    return new;
end $$;
drop function registers.lay_before, registers.decided_before, registers.remember_refusal, registers.sign, registers.lend, registers.desk_of,
    registers.is_independent;
drop policy reviewed on registers.change;
drop table registers.signature, registers.hold, registers.intake, registers.quota, registers.supervision;
drop function registers.guard_hold;
alter table access.officer drop column nationalities, drop column seconded_by, drop column desk;
"""


def upgrade() -> None:
    run(_OFFICER, _TABLES, _POLICIES, _FUNCTIONS)


def downgrade() -> None:
    run(_DOWN)
