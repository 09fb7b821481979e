"""Works of art that owners opened to the public; private inventories that nobody here can read; documents compared by kind."""

from __future__ import annotations

from comity.engines.store.migrations.sql import run

revision = "0018_objects"
down_revision = "0017_traces"

# Mode 5 is nobody: no authority, no clearance, no purpose. A key leads to a record of art alone, and the record's own policy decides.
PUBLIC = """
create function access.kept_from_nobody(which integer) returns boolean
    language sql stable security definer set search_path = pg_catalog parallel safe
    begin atomic
        select exists (select from access.audience a where a.id = which and a.denied_authorities = '{}' and a.denied_kinds = '{}');
    end;
revoke execute on function access.kept_from_nobody from public;
grant execute on function access.kept_from_nobody to comity_app;

create policy anybody on registers.art for select to comity_app
    using (comity.mode() = 5 and state = 1 and not discreet and level = 0 and public = 'yes' and access.kept_from_nobody(audience));
create policy anybody on registers.search_key for select to comity_app
    using (comity.mode() = 5 and live and register = 10 and not discreet and level = 0 and access.kept_from_nobody(audience));
create policy anybody on registers.record_key for select to comity_app using (comity.mode() = 5);
"""

# Sealed under a key that is made of the owner's own passphrase: the organisation keeps bytes that it cannot read.
INVENTORY = """
create schema inventory;
grant usage on schema inventory to comity_app, comity_work;
comment on schema inventory is 'purpose: private lists of objects, unreadable here; retention: five years after the last visit';

create table inventory.box (
    name bytea primary key,
    salt bytea not null,
    sealed bytea not null,
    version integer not null,
    opened_on date not null
);
comment on table inventory.box is 'purpose: a private inventory of objects; retention: five years after it was last opened';
comment on column inventory.box.name is 'Keyed hash of the code that its owner keeps.';
comment on column inventory.box.salt is 'Of the key that is made of the passphrase.';
comment on column inventory.box.sealed is 'The objects, sealed under that key.';
comment on column inventory.box.version is 'Counts its changes, so that two windows do not undo each other.';
comment on column inventory.box.opened_on is 'Day of the last visit: its life counts from there.';
alter table inventory.box enable row level security;
alter table inventory.box force row level security;
create policy anybody on inventory.box for all to comity_app using (comity.mode() = 5) with check (comity.mode() = 5);
create policy ended on inventory.box for all to comity_work using (opened_on < current_date - 1826);
grant select, insert, update, delete on inventory.box to comity_app;
grant select, delete on inventory.box to comity_work;
"""

# A document in hand is compared with all of its country and type.
COMPARED = """
create index specimens_compared on registers.specimens (country, type) where state = 1;
create index counterfeits_compared on registers.counterfeits (country, type) where state = 1;
"""

BACK = """
drop index registers.specimens_compared;
drop index registers.counterfeits_compared;
drop schema inventory cascade;
drop policy anybody on registers.record_key;
drop policy anybody on registers.search_key;
drop policy anybody on registers.art;
drop function access.kept_from_nobody(integer);
"""


def upgrade() -> None:
    """What the public may see, and boxes that only their owners open."""
    run(PUBLIC, INVENTORY, COMPARED)


def downgrade() -> None:
    """Nothing is public any more; inventories are gone."""
    run(BACK)
