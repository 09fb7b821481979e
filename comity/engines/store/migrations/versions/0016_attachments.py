"""Files of records: one row each, with what is sealed about it; the file itself lies sealed outside the database."""

from __future__ import annotations

from comity.engines.store.migrations.sql import run

revision = "0016_attachments"
down_revision = "0015_list_checks"

TABLES = """
create table registers.attachment (
    id uuid primary key,
    record uuid not null references registers.record_key (record) on delete cascade,
    register smallint not null,
    owner smallint not null,
    officer integer not null,
    added_at timestamptz not null,
    field text not null,
    kind text not null check (kind in ('image', 'file', 'sealed_blob')),
    media_type text not null,
    size bigint not null check (size >= 0),
    derived_from uuid references registers.attachment (id) on delete cascade,
    address bytea not null unique check (length(address) = 32),
    sealed bytea not null,
    preview bytea
);
comment on table registers.attachment is
    'purpose: photographs, documents and sealed files of a record; retention: with the record, whose key opens them';
create index attachment_record on registers.attachment (record);
create index attachment_derived on registers.attachment (derived_from) where derived_from is not null;
alter table registers.attachment enable row level security;
alter table registers.attachment force row level security;
create policy own on registers.attachment for all to comity_app
    using (comity.mode() = 2 and owner = comity.viewer()) with check (comity.mode() = 2 and owner = comity.viewer());
-- As with wrapped keys of records: read beside the record in one transaction, whose own policy decides (OWN-04).
create policy looked_up on registers.attachment for select to comity_app using (comity.mode() in (1, 3));
create policy swept on registers.attachment for select to comity_work using (true);
grant select, insert, delete on registers.attachment to comity_app;
grant select (address) on registers.attachment to comity_work;

create table registers.blob_gone (
    address bytea primary key,
    at timestamptz not null default now()
);
comment on table registers.blob_gone is
    'purpose: files whose row is gone, to be taken from the disk; retention: until that is done, seconds as a rule';
alter table registers.blob_gone enable row level security;
alter table registers.blob_gone force row level security;
create policy told on registers.blob_gone for insert to comity_owner with check (true);
create policy swept on registers.blob_gone for all to comity_work using (true);
grant select, delete on registers.blob_gone to comity_work;

-- However a row goes (taken away, or with its record's key), its file is to go: in the same transaction, or not at all (RET-07).
create function registers.blob_gone() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
    insert into registers.blob_gone (address) values (old.address) on conflict do nothing;
    return null;
end $$;
create trigger file_goes_too after delete on registers.attachment for each row execute function registers.blob_gone();
"""

PURPOSES = {
    "attachment": {
        "id": "Names the file; what it is sealed for.",
        "record": "The record it belongs to.",
        "register": "Number of the register.",
        "owner": "The authority whose record it is (OWN-01).",
        "officer": "Officer who added it; never shown to another authority.",
        "added_at": "When it was added.",
        "field": "The field of the record that it stands in: who sees that field sees the file.",
        "kind": "Image, document, or sealed file of a laboratory.",
        "media_type": "What its bytes are, found by looking at them.",
        "size": "Bytes before sealing.",
        "derived_from": "The file that a template was made from: erased with it.",
        "address": "Where the sealed file lies: a keyed hash under the owner''s key.",
        "sealed": "Title, source and version, sealed with the record''s key.",
        "preview": "A small image of it, sealed with the record''s key.",
    },
    "blob_gone": {"address": "Where the sealed file lies.", "at": "When its row went."},
}


def upgrade() -> None:
    """Both tables, their policies, and what each column is for."""
    run(TABLES)
    for table, columns in PURPOSES.items():
        for name, said in columns.items():
            run(f"comment on column registers.{table}.{name} is '{said}'")


def downgrade() -> None:
    """The files stay on the disk until somebody takes them away: nothing names them more."""
    run("drop table registers.attachment; drop table registers.blob_gone; drop function registers.blob_gone()")
