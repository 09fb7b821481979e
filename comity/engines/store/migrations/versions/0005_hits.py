"""The owner's inbox, and the protected hits that wait for a supervisor's release."""

from __future__ import annotations

from alembic import op

revision = "0005_hits"
down_revision = "0004_registers"
branch_labels = None
depends_on = None

UP = """
create schema hits;
grant usage on schema hits to comity_app;

-- One row for each positive result and owner. Holds no officer: the owner learns bureau, purpose, grade and time (HIT-02).
create table hits.inbox (
    id uuid primary key,
    owner smallint not null,
    owner_bureau smallint not null,
    record uuid not null,
    register smallint not null,
    asking_authority smallint not null,
    asking_bureau smallint not null,
    purpose smallint not null,
    grade text not null,
    at timestamptz not null,
    discreet boolean not null default false,
    protected boolean not null default false,   -- HIT-12: not visible to the owner until released
    released_at timestamptz,
    released_by integer,
    release_reason text,
    read_at timestamptz,
    stream bigint not null,
    number bigint not null
);
comment on table hits.inbox is 'purpose: tell the owner of a positive result; retention: with the record, at most one year';
create index inbox_owner on hits.inbox (owner, at desc, id);
create index inbox_held on hits.inbox (asking_authority, at desc, id) where protected and released_at is null;

alter table hits.inbox enable row level security;
alter table hits.inbox force row level security;
create policy told on hits.inbox for select to comity_app using (
    comity.mode() = 2 and owner = comity.viewer() and (not protected or released_at is not null)
);
-- Released ones too: an update may not leave a row that its writer cannot see.
create policy held on hits.inbox for select to comity_app using (
    comity.mode() = 2 and protected and asking_authority = comity.viewer() and asking_bureau = comity.viewer_bureau()
);
create policy kept on hits.inbox for insert to comity_app with check (true);
create policy marked on hits.inbox for update to comity_app using (
    comity.mode() = 2 and (owner = comity.viewer() or asking_authority = comity.viewer())
);
grant select, insert on hits.inbox to comity_app;
grant update (read_at, released_at, released_by, release_reason) on hits.inbox to comity_app;
"""

DOWN = "drop schema hits cascade;"


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    op.execute(DOWN)
