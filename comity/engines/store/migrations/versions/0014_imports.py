"""Imports of whole lists: proposals, what each would do, and which records a list has made."""

from __future__ import annotations

from comity.engines.store.migrations.sql import run

revision = "0014_imports"
down_revision = "0013_lists"

TABLES = """
create schema imports;
grant usage on schema imports to comity_app;
comment on schema imports is 'purpose: lists of others taken over as a whole, by two officers; retention: each table its own';

create table imports.proposal (
    id uuid primary key,
    owner smallint not null,
    bureau integer not null,
    officer integer not null,
    at timestamptz not null,
    list text not null check (list = 'un'),
    state smallint not null check (state between 1 and 3),
    generated text not null,
    digest text not null,
    header jsonb not null,
    counts jsonb not null,
    reasons jsonb not null,
    unread jsonb not null,
    basis text not null,
    decided_by integer,
    decided_at timestamptz,
    check ((state = 1) = (decided_by is null) and (decided_by is null) = (decided_at is null)),
    check (decided_by is null or state = 3 or decided_by <> officer)
);
comment on table imports.proposal is 'purpose: who proposed a list, who decided; retention: 10 years, holds nothing of a person';
create index proposal_listed on imports.proposal (owner, at desc, id desc);

create table imports.item (
    proposal uuid not null references imports.proposal,
    place integer not null,
    owner smallint not null,
    kind smallint not null check (kind between 1 and 4),
    record uuid,
    version integer,
    sealed bytea not null,
    primary key (proposal, place),
    check ((record is null) = (kind in (1, 4)) and (record is null) = (version is null))
);
comment on table imports.item is 'purpose: what a proposal would do; retention: until it is decided, its key with it';
create index item_listed on imports.item (proposal, kind, place);

create table imports.made (
    record uuid primary key,
    owner smallint not null,
    list text not null
);
comment on table imports.made is 'purpose: tells the records that a list made from others of their owner; retention: with the record';
create index made_of on imports.made (owner, list);
"""

COLUMNS = {
    "proposal": {
        "id": "Names the proposal; its key lies with those of records, under this id.",
        "owner": "The authority whose records would come of it; nobody else sees it (OWN-02).",
        "bureau": "The bureau that proposed it.",
        "officer": "Who proposed it (ACC-09).",
        "at": "When it was proposed.",
        "list": "Which list.",
        "state": "1 proposed, 2 approved, 3 refused.",
        "generated": "When the list says that it was made.",
        "digest": "SHA-256 of the file.",
        "header": "Purposes, law and level of every record, and on whose behalf (OWN-02, OWN-09).",
        "counts": "Entries, and what became or would become of them.",
        "reasons": "How many entries were refused for which reason.",
        "unread": "Names of elements that nothing of a record came from, with how often they stood.",
        "basis": "SHA-256 of the records and versions that it was compared with: others make it stale.",
        "decided_by": "Second officer, who approved or refused (ACC-09); who proposed may take it back.",
        "decided_at": "When it was decided.",
    },
    "item": {
        "proposal": "The proposal it belongs to.",
        "place": "Its place in the proposal, from 1.",
        "owner": "As the proposal's.",
        "kind": "1 added, 2 changed, 3 withdrawn, 4 refused.",
        "record": "The record that would be changed or withdrawn.",
        "version": "Version of the record that was compared: another one makes the proposal stale.",
        "sealed": "The entry, sealed under the proposal's own key.",
    },
    "made": {"record": "The record.", "owner": "Its owner.", "list": "The list that made it."},
}

OWNED = """
alter table imports.{name} enable row level security;
alter table imports.{name} force row level security;
create policy own on imports.{name} for all to comity_app
    using (comity.mode() = 2 and owner = comity.viewer()) with check (comity.mode() = 2 and owner = comity.viewer());
"""

RIGHTS = """
grant select, insert on imports.proposal to comity_app;
grant update (state, decided_by, decided_at) on imports.proposal to comity_app;
grant select, insert, delete on imports.item, imports.made to comity_app;
"""


def upgrade() -> None:
    """Three tables, each seen by its owner alone."""
    run(TABLES, *(OWNED.format(name=name) for name in COLUMNS), RIGHTS)
    run(
        *(
            f"comment on column imports.{name}.{column} is '{_quoted(said)}'"
            for name, found in COLUMNS.items()
            for column, said in found.items()
        )
    )


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def downgrade() -> None:
    """Records that lists have made stay; what they came from is forgotten, and so are the keys of proposals."""
    run(
        "alter table imports.proposal no force row level security;"
        " delete from registers.record_key k using imports.proposal p where p.id = k.record; drop schema imports cascade;"
    )
