"""Clearances: that a document is not that of a record's person, signed by two officers; over with the record's change."""

from __future__ import annotations

from comity.engines.store.migrations.sql import run

revision = "0026_clearances"
down_revision = "0025_persons"

TABLES = """
create schema clearances;
grant usage on schema clearances to comity_app, comity_work;
comment on schema clearances is 'purpose: spare who is not a record''s person the next false stop (HIT-10); retention: each table its own';

create table clearances.clearance (
    id uuid primary key,
    record uuid not null,
    register smallint not null,
    owner smallint not null,
    owner_bureau integer not null,
    document bytea not null check (length(document) = 32),
    authority smallint not null,
    bureau integer not null,
    purpose smallint not null check (purpose between 1 and 9),
    ground smallint not null check (ground between 1 and 7),
    named boolean not null,
    agreed boolean not null check (agreed),
    stream bigint not null,
    number bigint not null,
    checked_at timestamptz not null,
    proposed_by integer not null check (proposed_by > 0),
    proposed_at timestamptz not null,
    confirmed_by integer check (confirmed_by > 0),
    confirmed_at timestamptz,
    until timestamptz not null,
    state smallint not null default 1 check (state between 1 and 3),
    ending smallint check (ending between 1 and 6),
    ended_by integer,
    ended_at timestamptz,
    objection smallint check (objection between 1 and 3),
    audience integer not null,
    record_state smallint not null,
    purposes integer not null,
    level smallint not null,
    discreet boolean not null,
    check ((confirmed_by is null) = (confirmed_at is null)),
    check (confirmed_by <> proposed_by),
    check (state <> 2 or confirmed_at is not null),
    check ((state = 3) = (ended_at is not null) and (ended_at is null) = (ending is null)),
    check ((objection is null) or ending = 2),
    check (until <= coalesce(confirmed_at, proposed_at) + interval '366 days')
);
comment on table clearances.clearance is
    'purpose: one document that is not a record''s person''s, for the next officer (HIT-10); retention: 90 days after its end';
create unique index clearance_once on clearances.clearance (record, document, bureau) where state < 3;
create index clearance_given on clearances.clearance (bureau, proposed_at desc, id desc);
create index clearance_against on clearances.clearance (owner, confirmed_at desc, id desc) where confirmed_at is not null;
create index clearance_audience on clearances.clearance (audience) where state < 3;
create index clearance_ended on clearances.clearance (coalesce(ended_at, until));

alter table hits.inbox add column clearance uuid;
comment on column hits.inbox.clearance is 'The clearance against the record that is told of, where it is no hit that is told (HIT-10).';
"""

COLUMNS = {
    "id": "Names the clearance.",
    "record": "The record whose person it is not.",
    "register": "Number of its register.",
    "owner": "Whose record it is: it is told, and may object.",
    "owner_bureau": "The bureau that is told.",
    "document": "Keyed hash of number and issuer; nobody reads the document from it.",
    "authority": "The authority whose officers sign.",
    "bureau": "Their bureau.",
    "purpose": "Of the check.",
    "ground": "1 birth, 2 face, 3 fingerprints, 4 DNA, 5 build, 6 the owner says so, 7 other.",
    "named": "Whether other authorities see which bureau gave it.",
    "agreed": "The person knows of it and wants it.",
    "stream": "Audit entry of the check: its stream.",
    "number": "Audit entry of the check: its number there.",
    "checked_at": "When the document was checked: a record that changed since is another one.",
    "proposed_by": "The first officer; never shown to another authority.",
    "proposed_at": "When.",
    "confirmed_by": "The second officer (ACC-09); never shown to another authority.",
    "confirmed_at": "Since when it holds.",
    "until": "Until when it waits, then until when it holds.",
    "state": "1 proposed, 2 in force, 3 ended.",
    "ending": "1 the record changed, 2 its owner objected, 3 its bureau ended it, 4 the person withdrew, 5 not confirmed, 6 expired.",
    "ended_by": "Officer who ended it; none where it ended by itself.",
    "ended_at": "When.",
    "objection": "1 the same person, 2 not shown, 3 under inquiry.",
    "audience": "As the record has it: who may not see that sees nothing here (OWN-04).",
    "record_state": "As the record has it.",
    "purposes": "As the record has them.",
    "level": "As the record has it.",
    "discreet": "As the record has it.",
}

# A bureau sees its own clearances as a check sees their records, by the one function that decides that; an owner sees those against its
# records, never a proposal. Everybody else meets one by record and document together, in the answer of a check (`shown`).
RIGHTS = """
alter table clearances.clearance enable row level security;
alter table clearances.clearance force row level security;
create policy functions on clearances.clearance for all to comity_owner using (true) with check (true);
create policy given on clearances.clearance for select to comity_app using (
    comity.mode() = 1 and authority = comity.viewer() and bureau = comity.viewer_bureau()
    and access.may_read(owner, audience, record_state, purposes, level, discreet));
create policy propose on clearances.clearance for insert to comity_app with check (
    comity.mode() = 1 and authority = comity.viewer() and bureau = comity.viewer_bureau()
    and access.may_read(owner, audience, record_state, purposes, level, discreet));
create policy sign on clearances.clearance for update to comity_app
    using (comity.mode() = 1 and authority = comity.viewer() and bureau = comity.viewer_bureau())
    with check (comity.mode() = 1 and authority = comity.viewer() and bureau = comity.viewer_bureau());
create policy against on clearances.clearance for select to comity_app using (
    comity.mode() = 2 and owner = comity.viewer() and confirmed_at is not null);
create policy object on clearances.clearance for update to comity_app
    using (comity.mode() = 2 and owner = comity.viewer() and confirmed_at is not null)
    with check (comity.mode() = 2 and owner = comity.viewer() and state = 3 and ending = 2);
create policy over on clearances.clearance for all to comity_work using (true) with check (true);
grant select, insert on clearances.clearance to comity_app;
grant update (confirmed_by, confirmed_at, until, state, ending, ended_by, ended_at, objection) on clearances.clearance to comity_app;
grant select, delete on clearances.clearance to comity_work;
grant update (state, ending, ended_at) on clearances.clearance to comity_work;
"""

FUNCTIONS = """
-- What no process may do, whoever it speaks for. A record that is changed at the same moment is waited for: whichever of the two comes
-- second sees the other.
create function clearances.guard() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare
    name text := case new.register when 1 then 'persons' when 2 then 'notices' when 19 then 'piracy' end;
    same boolean;
begin
    if tg_op = 'UPDATE' then
        if old.state = 3 then
            raise exception 'HIT-10: a clearance that has ended does not return' using errcode = 'CO001';
        end if;
        if new.state < old.state or (old.state = 2 and (new.until, new.confirmed_by, new.confirmed_at)
                is distinct from (old.until, old.confirmed_by, old.confirmed_at)) then
            raise exception 'HIT-10: a clearance that was given is not given longer' using errcode = 'CO001';
        end if;
    elsif new.state <> 1 then
        raise exception 'ACC-09: a clearance begins as a proposal' using errcode = 'CO001';
    end if;
    if new.state = 3 or (tg_op = 'UPDATE' and new.state = old.state) then
        return new;
    end if;
    if new.state = 2 and (new.confirmed_by is null or new.confirmed_by = new.proposed_by) then
        raise exception 'ACC-09: a second officer confirms a clearance' using errcode = 'CO001';
    end if;
    if name is null then
        raise exception 'HIT-10: this register holds no persons' using errcode = 'CO001';
    end if;
    execute format('select (t.owner, t.audience, t.state, t.purposes, t.level, t.discreet) = ($2, $3, $4, $5, $6, $7)'
        ' and t.changed_at <= $8 from registers.%I t where t.id = $1 for share', name) into same
        using new.record, new.owner, new.audience, new.record_state, new.purposes, new.level, new.discreet,
            case when tg_op = 'INSERT' then new.checked_at else 'infinity'::timestamptz end;
    if same is not true then
        raise exception 'HIT-10: the record has changed since the check' using errcode = 'CO001';
    end if;
    return new;
end $$;
create trigger guard before insert or update on clearances.clearance for each row execute function clearances.guard();

-- What a clearance said, it said of the record as it was. That its owner confirms it, or lets it live longer, changes nothing of it.
-- Its content is sealed anew with every writing; that it changed is told by the version that is kept of what it said before.
create function clearances.record_changed() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare
    aside text[] := array['sealed', 'version', 'changed_at', 'changed_by', 'confirmed_at', 'ends_at', 'reviewer'];
begin
    if not exists (select from clearances.clearance c where c.state < 3) then
        return null;
    end if;
    update clearances.clearance c set state = 3, ending = 1, ended_at = clock_timestamp(), audience = n.audience, record_state = n.state,
            purposes = n.purposes, level = n.level, discreet = n.discreet
        from before o join after n on n.id = o.id
        where c.record = n.id and c.state < 3
            and to_jsonb(o) - aside is distinct from to_jsonb(n) - aside;
    return null;
end $$;

-- With its record goes every clearance against it, the ended ones too: nothing of an erased record stays (RET-07).
create function clearances.record_gone() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
    delete from clearances.clearance c using removed r where c.record = r.id;
    return null;
end $$;

-- A new version of what it says, or a photograph more or less.
create function clearances.content_changed() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
    update clearances.clearance c set state = 3, ending = 1, ended_at = clock_timestamp() from moved m
        where c.record = m.record and c.state < 3;
    return null;
end $$;

-- A restriction of all of an owner's records changes the audience that they point to.
create function clearances.audience_changed() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
    update clearances.clearance c set state = 3, ending = 1, ended_at = clock_timestamp() where c.audience = new.id and c.state < 3;
    return null;
end $$;

-- For the answers of a check: whoever knows the record and the document, which are in the hit and in the question.
create function clearances.shown(records uuid[], documents bytea[], at timestamptz)
    returns table (record uuid, document bytea, since timestamptz, until timestamptz, authority smallint, named boolean, bureau text)
    language sql stable security definer set search_path = pg_catalog
    begin atomic
    select distinct on (c.record, c.document) c.record, c.document, c.confirmed_at, c.until, c.authority, c.named, b.code
        from unnest(records, documents) as a (record, document)
        join clearances.clearance c on c.record = a.record and c.document = a.document
        join access.bureau b on b.number = c.bureau
        where c.state = 2 and c.until > at
        order by c.record, c.document, c.confirmed_at desc;
    end;
revoke execute on all functions in schema clearances from public;
grant execute on function clearances.shown to comity_app;

create trigger clearances_over after update of own_authorities, own_kinds, denied_authorities, denied_kinds on access.audience
    for each row when ((old.denied_authorities, old.denied_kinds) is distinct from (new.denied_authorities, new.denied_kinds))
    execute function clearances.audience_changed();
create trigger clearances_over after insert on registers.version referencing new table as moved
    for each statement execute function clearances.content_changed();
create trigger clearances_over_by_new after insert on registers.attachment referencing new table as moved
    for each statement execute function clearances.content_changed();
create trigger clearances_over_by_old after delete on registers.attachment referencing old table as moved
    for each statement execute function clearances.content_changed();
"""

# The registers whose records have names of persons; another one is added by a migration of its own (a test compares).
REGISTERS = ("persons", "notices", "piracy")
FOLLOWS = """
create trigger clearances_over after update on registers.{name} referencing old table as before new table as after
    for each statement execute function clearances.record_changed();
create trigger clearances_gone after delete on registers.{name} referencing old table as removed
    for each statement execute function clearances.record_gone();
"""
UNFOLLOWED = "drop trigger clearances_gone on registers.{name}; drop trigger clearances_over on registers.{name};"


def upgrade() -> None:
    """Nobody has been cleared of anything yet."""
    said = [f"comment on column clearances.clearance.{name} is '{text.replace(chr(39), chr(39) * 2)}'" for name, text in COLUMNS.items()]
    run(TABLES, RIGHTS, *said, FUNCTIONS, *(FOLLOWS.format(name=name) for name in REGISTERS))


def downgrade() -> None:
    """No clearance stays."""
    run(
        *(UNFOLLOWED.format(name=name) for name in REGISTERS),
        "drop trigger clearances_over on registers.version; drop trigger clearances_over on access.audience;"
        " drop trigger clearances_over_by_new on registers.attachment;"
        " drop trigger clearances_over_by_old on registers.attachment; delete from hits.inbox where clearance is not null;"
        " alter table hits.inbox drop column clearance; drop schema clearances cascade;",
    )
