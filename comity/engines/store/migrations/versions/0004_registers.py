"""Two registers, their search keys, sealed record keys, older versions, changes for the filters and the ledger of deletion."""

from __future__ import annotations

import json

from comity.engines.store.migrations.sql import run

revision = "0004_registers"
down_revision = "0003_audit"

SHARED = """
create schema registers;
grant usage on schema registers to comity_app, comity_work;
comment on schema registers is 'purpose: what authorities have recorded; retention: each record its own end';

-- What no running process may do, whoever it speaks for (OWN-01, ACC-09, BLK-02). SQLSTATE CO001 names the rule first.
create function registers.guard() returns trigger language plpgsql as $$
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

create table registers.search_key (
    key bigint not null,
    register smallint not null,
    record uuid not null,
    owner smallint not null,
    audience integer not null,
    live boolean not null,
    primary key (key, register, record)
);
comment on table registers.search_key is 'purpose: find a record by a keyed hash; retention: with the record';
create index search_key_record on registers.search_key (record);

create table registers.record_key (
    record uuid primary key,
    owner smallint not null,
    wrapped bytea not null
);
comment on table registers.record_key is 'purpose: open one record; retention: destroyed with the record, which erases every copy of it';

create table registers.version (
    record uuid not null,
    number integer not null,
    register smallint not null,
    owner smallint not null,
    officer integer not null,
    replaced_at timestamptz not null,
    sealed bytea not null,
    primary key (record, number)
);
comment on table registers.version is 'purpose: what a record said before; retention: no longer than its record (sealed with its key)';

create table registers.change (
    number bigserial primary key,
    xid xid8 not null default pg_current_xact_id(),
    register smallint not null,
    audience integer not null,
    key bigint
);
comment on table registers.change is 'purpose: bring filters up to date; retention: until the next filter is built';
create index change_xid on registers.change (xid);

create table registers.deletion (
    record uuid primary key,
    register smallint not null,
    owner smallint not null,
    identity bigint not null,
    officer integer not null,
    reason text not null,
    at timestamptz not null
);
comment on table registers.deletion is
    'purpose: replayed before a restored copy serves (RET-07), recognises re-entry (RET-08); retention: 10 years';

create table registers.receipt (
    record uuid not null references registers.deletion,
    holder text not null,
    owner smallint not null,
    due_at timestamptz not null,
    received_at timestamptz,
    primary key (record, holder)
);
comment on table registers.receipt is 'purpose: proof that a holder of a copy has deleted it (RET-07); retention: with the deletion';
"""

HEADER = """
    id uuid primary key,
    owner smallint not null,
    bureau integer not null,
    author integer not null,
    changed_by integer not null,
    reviewer integer,
    audience integer not null,   -- of access.audience, where nothing is ever deleted; a foreign key would cost each row of a load 5 us
    state smallint not null check (state between 0 and 4),
    blocked_by smallint check ((blocked_by is null) = (state in (0, 1)) or state in (3, 4)),
    purposes integer not null check (purposes > 0),
    level smallint not null check (level between 0 and 2),
    discreet boolean not null,
    handling_codes integer not null,
    warnings integer not null,
    law text not null check (law <> ''),
    source smallint not null check (source between 1 and 2),
    created_at timestamptz not null,
    changed_at timestamptz not null,
    confirmed_at timestamptz not null,
    ends_at date not null,
    version integer not null,
    identity bigint not null,
    sealed bytea not null"""

TRAVEL_DOCUMENTS = """,
    issuer text not null,
    type text not null,
    reason text not null,
    theft_date text,
    theft_country text,
    issue_date text,
    expiry_date text,
    report_date text,
    decision_date text,
    holder_told text,
    check (reason <> 'revoked' or (decision_date is not null and holder_told is not null))"""

VEHICLES = """,
    plate_country text,
    type text,
    make text,
    model text,
    year text,
    colour text,
    theft_date text not null,
    theft_country text not null"""

REGISTERS = {
    "travel_documents": (TRAVEL_DOCUMENTS, "10 years"),
    "vehicles": (VEHICLES, "5 years"),
}

# One owner enters a thing once. Never across owners: a refusal would tell one owner what another has recorded (OWN-04).
TABLE = """
create table registers.{name} ({columns}
);
comment on table registers.{name} is 'purpose: the register; retention: at most {keep}, each record its own end';
create unique index {name}_identity on registers.{name} (owner, identity) where state < 3;
create index {name}_listed on registers.{name} (owner, changed_at desc, id desc);
create index {name}_ends on registers.{name} (ends_at);
create trigger guard before update on registers.{name} for each row execute function registers.guard();
alter table registers.{name} enable row level security;
alter table registers.{name} force row level security;
create policy readers on registers.{name} for select to comity_app
    using (access.may_read(owner, audience, state, purposes, level, discreet));
create policy enter on registers.{name} for insert to comity_app with check (comity.mode() = 2 and owner = comity.viewer());
create policy amend on registers.{name} for update to comity_app
    using (comity.mode() = 2 and owner = comity.viewer()) with check (comity.mode() = 2 and owner = comity.viewer());
create policy erase on registers.{name} for delete to comity_app
    using (comity.mode() = 2 and owner = comity.viewer() and coalesce(blocked_by, 1) = 1);
create policy ordered on registers.{name} for all to comity_owner using (comity.mode() = 2 and comity.viewer_kind() = 3);
grant select, insert, update, delete on registers.{name} to comity_app;
"""

OWNED = """
alter table registers.{name} enable row level security;
alter table registers.{name} force row level security;
create policy own on registers.{name} for all to comity_app
    using (comity.mode() = 2 and owner = comity.viewer()) with check (comity.mode() = 2 and owner = comity.viewer());
"""

POLICIES = """
-- A check reads keys and wrapped record keys of any owner, but only joined to the register's own table, whose policy decides.
create policy looked_up on registers.search_key for select to comity_app using (live and comity.mode() in (1, 3));
create policy looked_up on registers.record_key for select to comity_app using (comity.mode() in (1, 3));
create policy built on registers.search_key for select to comity_work using (live);
create policy ordered on registers.search_key for all to comity_owner using (comity.mode() = 2 and comity.viewer_kind() = 3);
grant select, insert, update, delete on registers.search_key, registers.record_key to comity_app;
grant select on registers.search_key to comity_work;
grant select, insert, delete on registers.version to comity_app;
grant select, insert on registers.deletion to comity_app;
grant select, insert, update on registers.receipt to comity_app;

-- A change holds a keyed hash and an audience, nothing of a record: every process follows them to keep its filters whole.
alter table registers.change enable row level security;
alter table registers.change force row level security;
create policy follow on registers.change for select to comity_app, comity_work using (true);
create policy tell on registers.change for insert to comity_app with check (comity.mode() = 2 and comity.viewer() > 0);
create policy audience_changed on registers.change for insert to comity_owner with check (key is null);
create policy ordered on registers.change for insert to comity_owner with check (comity.mode() = 2 and comity.viewer_kind() = 3);
create policy prune on registers.change for delete to comity_work using (true);
grant select, insert on registers.change to comity_app;
grant usage on sequence registers.change_number_seq to comity_app;
grant select, delete on registers.change to comity_work;
"""

FUNCTIONS = """
create function registers.audience_changed() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
    insert into registers.change (register, audience, key) values (0, new.id, null);
    return null;
end $$;
create trigger told_to_filters after insert or update on access.audience
    for each row execute function registers.audience_changed();

-- The one way in which somebody else than the owner touches a record: the secretariat's legal desk (2) or the commission (3)
-- blocks it, or lifts a block of its own rank or a lower one (BLK-02). Gives the owner, so that it can be told.
create function registers.order_block(which smallint, what uuid, rank smallint, lift boolean, at timestamptz)
    returns table (owner smallint, bureau integer, audience integer, state smallint)
    language plpgsql security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
    name text := case which when 3 then 'travel_documents' when 8 then 'vehicles' end;
    became smallint := case when lift then 1 else 2 end;
begin
    if comity.mode() <> 2 or comity.viewer_kind() <> 3 or rank not in (2, 3) or name is null then
        raise exception 'BLK-02: only the secretariat and the commission block what another owns' using errcode = 'CO001';
    end if;
    return query execute format(
        'update registers.%I as t set state = $1, blocked_by = case when $3 then null else $2 end, version = t.version + 1, changed_at = $4'
        ' where t.id = $5 and case when $3 then t.state = 2 and t.blocked_by <= $2'
        '                          else t.state = 1 or (t.state = 2 and t.blocked_by < $2) end'
        ' returning t.owner, t.bureau, t.audience, t.state', name) using became, rank, lift, at, what;
    if found then
        update registers.search_key as k set live = lift where k.record = what;
        if lift then
            insert into registers.change (register, audience, key)
                select k.register, k.audience, k.key from registers.search_key k where k.record = what;
        end if;
    end if;
end $$;
revoke execute on function registers.order_block from public;
grant execute on function registers.order_block to comity_app;
"""


# What each column is for; all live as long as their table's comment says.
PURPOSES = {
    "id": "Names the record; carries the authority of its origin.",
    "owner": "The authority whose record it is; never changes (OWN-01).",
    "bureau": "The bureau that is told of hits.",
    "author": "Officer who entered it (ACC-09); never shown to another authority.",
    "changed_by": "Officer who gave it its present content (ACC-09).",
    "reviewer": "Second officer, who released it (ACC-09).",
    "audience": "Whom the owner keeps from it (OWN-03).",
    "state": "0 waiting, 1 released, 2 blocked, 3 withdrawn, 4 expired.",
    "blocked_by": "1 owner, 2 legal desk, 3 commission (BLK-02).",
    "purposes": "Mask of the purposes it is kept for (PUR-02).",
    "level": "Handling level (CLS-01).",
    "discreet": "Its owner alone learns of a check (HIT-11).",
    "handling_codes": "Mask of what a reader may do with it.",
    "warnings": "Mask of what an officer must know first.",
    "law": "National law or authority under which it is kept (OWN-09).",
    "source": "1 found by the authority, 2 reported by the holder (REC-15).",
    "created_at": "When it was entered.",
    "changed_at": "When it was changed last; orders lists.",
    "confirmed_at": "When the owner last said that it holds (REC-16).",
    "ends_at": "Last day of its life (RET-01).",
    "version": "Counts its changes, so that two officers do not undo each other.",
    "identity": "Keyed hash of what makes it the same thing: one owner enters a thing once (QUA-01).",
    "sealed": "Its identifiers and free text, sealed under its own key.",
    "issuer": "Who issued the document; only the issuer enters it (REC-13).",
    "type": "Kind of document or vehicle.",
    "reason": "Lost, stolen, stolen as a blank, revoked.",
    "theft_date": "Date of loss or theft, as far as known.",
    "theft_country": "Country of loss or theft.",
    "issue_date": "Date of issue.",
    "expiry_date": "Date of expiry.",
    "report_date": "When the loss was reported (REC-15).",
    "decision_date": "When the document was revoked (REC-14).",
    "holder_told": "Whether the holder knows of the revocation (REC-14).",
    "plate_country": "Country of the plate.",
    "make": "Maker, to recognise the vehicle.",
    "model": "Model, to recognise the vehicle.",
    "year": "Year of manufacture.",
    "colour": "Main colour.",
    "key": "Keyed hash of an identifier; nobody enumerates numbers by it. Null in a change: the audience itself changed.",
    "register": "Number of the register.",
    "record": "The record it belongs to.",
    "live": "Whether a check may find the record by it: it is released.",
    "wrapped": "Key of the record, sealed under a key outside the database; its first byte names that key.",
    "number": "Counts versions of a record, or changes.",
    "officer": "Officer who did it.",
    "replaced_at": "When a later version took its place.",
    "xid": "Transaction of the change: readers ask from the oldest one that they may have missed.",
    "at": "When it was deleted.",
    "holder": "Who holds a copy.",
    "due_at": "When the receipt is due.",
    "received_at": "When the receipt came.",
}
COMMENTS = """
do $$
declare
    found record;
    said text;
begin
    for found in select c.relname, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid
        where c.relnamespace = 'registers'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped loop
        said := ('{purposes}'::jsonb) ->> found.attname;
        execute format('comment on column registers.%I.%I is %L', found.relname, found.attname, said);
    end loop;
end $$;
"""


def upgrade() -> None:
    """One statement text; the registers' tables differ in their own columns alone."""
    run(SHARED)
    for name, (columns, keep) in REGISTERS.items():
        run(TABLE.format(name=name, columns=HEADER + columns, keep=keep))
    for name in ("search_key", "record_key", "version", "deletion", "receipt"):
        run(OWNED.format(name=name))
    run(POLICIES)
    run(FUNCTIONS)
    run(COMMENTS.replace("{purposes}", json.dumps(PURPOSES)))


def downgrade() -> None:
    """Nothing of the registers stays."""
    run("drop trigger told_to_filters on access.audience; drop schema registers cascade;")
