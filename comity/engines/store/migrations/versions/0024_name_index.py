"""The index of names: what changed for it, and who may read released records to fill it.

Mode 7 is nobody: the worker reads the released records that hold names of persons to know by what keys they are found, never to show them.
Whoever asks is answered from the records that they themselves may see.
"""

from __future__ import annotations

from comity.engines.store.migrations.sql import run

revision = "0024_name_index"
down_revision = "0023_lists_and_loads"

REGISTERS = {1: "persons", 2: "notices", 19: "piracy"}

OUTBOX = """
create table registers.name_change (
    number bigserial primary key,
    xid xid8 not null default pg_current_xact_id(),
    register smallint not null,
    record uuid,
    audience integer,
    came boolean not null,
    check ((record is null) <> (audience is null))
);
create index name_change_xid on registers.name_change (xid);
comment on table registers.name_change is 'purpose: bring the index of names up to date; retention: until it is, and ten minutes more';
comment on column registers.name_change.number is 'Counts changes.';
comment on column registers.name_change.xid is 'Transaction of the change: the indexer asks from the oldest one that it may have missed.';
comment on column registers.name_change.register is 'Number of the register; 0 for an audience.';
comment on column registers.name_change.record is 'A record that came, changed or went; nothing of what it says.';
comment on column registers.name_change.came is 'It was not released before: no index holds anything of it.';
comment on column registers.name_change.audience is 'An audience that keeps others out than before: all its records are read again.';

create table registers.name_forgotten (
    only_one boolean primary key default true check (only_one),
    xid xid8 not null
);
comment on table registers.name_forgotten is
    'purpose: an index that is older than the changes that are kept is built anew; retention: as long as the database';
comment on column registers.name_forgotten.only_one is 'Holds the table to one row.';
comment on column registers.name_forgotten.xid is 'Changes of transactions before it are gone.';

alter table registers.name_change enable row level security;
alter table registers.name_change force row level security;
alter table registers.name_forgotten enable row level security;
alter table registers.name_forgotten force row level security;
create policy told on registers.name_change for insert to comity_owner with check (true);
create policy followed on registers.name_change for select to comity_work using (true);
create policy pruned on registers.name_change for delete to comity_work using (true);
create policy kept on registers.name_forgotten for all to comity_work using (true) with check (true);
grant select, delete on registers.name_change to comity_work;
grant select, insert, update on registers.name_forgotten to comity_work;
create policy named on registers.record_key for select to comity_work
    using (comity.mode() = 7 and (exists (select from registers.persons p where p.id = record)
        or exists (select from registers.notices n where n.id = record) or exists (select from registers.piracy p where p.id = record)));
grant select on registers.record_key to comity_work;
"""

# The index holds copies of what is erased until it is built anew: it owes a receipt as filters do (RET-07).
RECEIPTS = """
do $$
declare
    made text := pg_get_functiondef(
        'registers.erase_rows(smallint, text, uuid[], integer, text, text, timestamptz, timestamptz)'::regprocedure);
    became text := replace(made, $was${was}$was$, $is${now}$is$);
begin
    if became = made then
        raise exception 'registers.erase_rows is another than this migration knows';
    end if;
    execute became;
end $$;
"""
ALL_OWE = (
    "('backups', null)) as h (holder, at)\n        where d.record = any (what) on conflict do nothing",
    (
        "('backups', null), ('names', null)) as h (holder, at)\n"
        "        where d.record = any (what) and (h.holder <> 'names' or which = any ('{1,2,19}')) on conflict do nothing"
    ),
)

# What nobody else may meet, before and after, is no news: a record that waits, is corrected while it waits, or is refused.
TOLD = """
create function registers.names_told() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
    if tg_op = 'INSERT' then
        insert into registers.name_change (register, record, came)
            select tg_argv[0]::smallint, n.id, true from after n where n.state = 1;
    elsif tg_op = 'DELETE' then
        insert into registers.name_change (register, record, came)
            select tg_argv[0]::smallint, o.id, false from before o where o.state = 1;
    else
        insert into registers.name_change (register, record, came)
            select tg_argv[0]::smallint, n.id, o.state <> 1 from after n join before o on o.id = n.id
            where (n.state = 1 or o.state = 1)
                and (n.owner, n.audience, n.state, n.purposes, n.level, n.discreet, n.ends_at, n.sealed)
                    is distinct from (o.owner, o.audience, o.state, o.purposes, o.level, o.discreet, o.ends_at, o.sealed);
    end if;
    return null;
end $$;

create function registers.names_shut() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
    insert into registers.name_change (register, audience, came) values (0, new.id, false);
    return null;
end $$;
create trigger told_to_names after update of denied_authorities, denied_kinds on access.audience
    for each row when ((old.denied_authorities, old.denied_kinds) is distinct from (new.denied_authorities, new.denied_kinds))
    execute function registers.names_shut();
revoke execute on function registers.names_told, registers.names_shut from public;
"""

TABLE = """
create trigger names_came after insert on registers.{name} referencing new table as after
    for each statement execute function registers.names_told({number});
create trigger names_changed after update on registers.{name} referencing old table as before new table as after
    for each statement execute function registers.names_told({number});
create trigger names_went after delete on registers.{name} referencing old table as before
    for each statement execute function registers.names_told({number});
create policy named on registers.{name} for select to comity_work using (comity.mode() = 7 and state = 1);
grant select (id, owner, audience, state, purposes, level, discreet, ends_at, sealed) on registers.{name} to comity_work;
create index {name}_of_audience on registers.{name} (audience) where state = 1;
"""

BACK = """
drop index registers.{name}_of_audience;
revoke select (id, owner, audience, state, purposes, level, discreet, ends_at, sealed) on registers.{name} from comity_work;
drop policy named on registers.{name};
drop trigger names_went on registers.{name};
drop trigger names_changed on registers.{name};
drop trigger names_came on registers.{name};
"""

ALL_BACK = """
drop policy named on registers.record_key;
revoke select on registers.record_key from comity_work;
drop trigger told_to_names on access.audience;
drop function registers.names_shut(), registers.names_told();
drop table registers.name_forgotten, registers.name_change;
"""


def upgrade() -> None:
    """The outbox, what fills it, and what the worker may read."""
    run(RECEIPTS.format(was=ALL_OWE[0], now=ALL_OWE[1]))
    run(OUTBOX, TOLD, *(TABLE.format(name=name, number=number) for number, name in REGISTERS.items()))


def downgrade() -> None:
    """Nobody fills it, nobody reads."""
    run(RECEIPTS.format(was=ALL_OWE[1], now=ALL_OWE[0]))
    run("delete from registers.receipt where holder = 'names'")
    run(*(BACK.format(name=name) for name in REGISTERS.values()), ALL_BACK)
