"""What the columns of a unit's files are to a register, kept to be used again."""

from __future__ import annotations

from comity.engines.store.migrations.sql import run

revision = "0015_list_checks"
down_revision = "0014_imports"

UP = """
create table registers.mapping (
    id uuid primary key default gen_random_uuid(),
    owner smallint not null,
    bureau integer not null,
    unit integer not null,
    register smallint not null,
    name text not null check (length(name) between 1 and 60),
    columns jsonb not null,
    words jsonb not null default '{}',
    encoding text not null default '',
    changed_by integer not null,
    changed_at timestamptz not null,
    unique (owner, unit, register, name)
);
comment on table registers.mapping is
    'purpose: what the columns of a unit''s files are to a register (REC-18); retention: until an officer of the unit takes it away';
comment on column registers.mapping.id is 'purpose: names it; retention: with the row';
comment on column registers.mapping.owner is 'purpose: whose it is; retention: with the row';
comment on column registers.mapping.bureau is 'purpose: whose it is; retention: with the row';
comment on column registers.mapping.unit is 'purpose: who uses it; retention: with the row';
comment on column registers.mapping.register is 'purpose: for which register; retention: with the row';
comment on column registers.mapping.name is 'purpose: how officers call it; retention: with the row';
comment on column registers.mapping.columns is 'purpose: title of a column -> path, no data of records; retention: with the row';
comment on column registers.mapping.words is 'purpose: path -> word -> value of the list, no data of records; retention: with the row';
comment on column registers.mapping.encoding is 'purpose: encoding of such files, empty as found; retention: with the row';
comment on column registers.mapping.changed_by is 'purpose: the officer who confirmed it; retention: with the row';
comment on column registers.mapping.changed_at is 'purpose: when it was confirmed; retention: with the row';

alter table registers.mapping enable row level security;
alter table registers.mapping force row level security;
create policy own on registers.mapping for all to comity_app
    using (comity.mode() = 2 and owner = comity.viewer()) with check (comity.mode() = 2 and owner = comity.viewer());
grant select, insert, update, delete on registers.mapping to comity_app;
"""


def upgrade() -> None:
    run(UP)


def downgrade() -> None:
    run("drop table registers.mapping")
