"""Documents linked to notices follow their notice: whatever changes it, whoever does, its documents say the same, and go when it goes.

What a document says comes from the process that holds the record's key; who may see it, and whether it may be found, never does.
"""

from __future__ import annotations

from comity.engines.store.migrations.sql import run

revision = "0021_linked_documents"
down_revision = "0020_near_hashes"

# Nothing entered such rows before; those of a benchmark's world name no notice.
EMPTIED = """
delete from registers.search_key where register = 5;
delete from registers.record_key k using registers.linked_documents l where k.record = l.id;
delete from registers.linked_documents;
"""

COLUMN = """
alter table registers.linked_documents add column notice text not null;
comment on column registers.linked_documents.notice is 'The notice that names the document: the row lives as long as it does.';
create index linked_documents_notice on registers.linked_documents (notice);
drop policy amend on registers.linked_documents;
create policy linked on registers.change for insert to comity_owner with check (register = 5 and key is not null);
"""

FOLLOWS = """
create function registers.linked_agrees() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
    if not exists (
            select from registers.notices n where n.id = new.notice::uuid
                and (n.owner, n.audience, n.state, n.purposes, n.level, n.discreet, n.warnings, n.handling_codes, n.ends_at)
                  = (new.owner, new.audience, new.state, new.purposes, new.level, new.discreet, new.warnings, new.handling_codes,
                     new.ends_at)
                and n.blocked_by is not distinct from new.blocked_by) then
        raise exception 'OWN-02: what is made from a notice stands and changes with it alone' using errcode = 'CO001';
    end if;
    return new;
end $$;
create trigger agrees before insert or update on registers.linked_documents for each row execute function registers.linked_agrees();

-- A document that may be found from now on, or by others than before, is told to the filters.
create function registers.linked_follow() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
    insert into registers.change (register, audience, key)
        select distinct 5, n.audience, k.key from after n
        join registers.linked_documents l on l.notice = n.id::text join registers.search_key k on k.record = l.id
        where n.state = 1 and (not k.live or k.audience <> n.audience);
    update registers.linked_documents l set bureau = n.bureau, changed_by = n.changed_by, reviewer = n.reviewer, audience = n.audience,
            state = n.state, blocked_by = n.blocked_by, purposes = n.purposes, level = n.level, discreet = n.discreet,
            handling_codes = n.handling_codes, warnings = n.warnings, law = n.law, source = n.source, changed_at = n.changed_at,
            confirmed_at = n.confirmed_at, ends_at = n.ends_at, version = l.version + 1
        from after n where l.notice = n.id::text;
    update registers.search_key k set audience = l.audience, live = l.state = 1, purposes = l.purposes, level = l.level,
            discreet = l.discreet
        from after n join registers.linked_documents l on l.notice = n.id::text
        where k.record = l.id and (k.audience, k.live, k.purposes, k.level, k.discreet)
            is distinct from (l.audience, l.state = 1, l.purposes, l.level, l.discreet);
    return null;
end $$;
create trigger followed after update on registers.notices referencing new table as after
    for each statement execute function registers.linked_follow();

create function registers.linked_end() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
    delete from registers.linked_documents l using removed n where l.notice = n.id::text;
    return null;
end $$;
create trigger followed_to_the_end after delete on registers.notices referencing old table as removed
    for each statement execute function registers.linked_end();

-- With its key and its search keys, so that nothing of it opens or is found.
create function registers.linked_gone() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
    insert into registers.change (register, audience, key)
        select distinct 0, k.audience, null::bigint from registers.search_key k join removed l on l.id = k.record where k.live;
    delete from registers.search_key k using removed l where k.record = l.id;
    delete from registers.record_key k using removed l where k.record = l.id;
    return null;
end $$;
create trigger gone after delete on registers.linked_documents referencing old table as removed
    for each statement execute function registers.linked_gone();
revoke execute on function registers.linked_agrees, registers.linked_follow, registers.linked_end, registers.linked_gone from public;
"""

BACK = """
drop trigger gone on registers.linked_documents;
drop trigger followed_to_the_end on registers.notices;
drop trigger followed on registers.notices;
drop trigger agrees on registers.linked_documents;
drop function registers.linked_gone, registers.linked_end, registers.linked_follow, registers.linked_agrees;
drop policy linked on registers.change;
create policy amend on registers.linked_documents for update to comity_app
    using (comity.mode() = 2 and owner = comity.viewer()) with check (comity.mode() = 2 and owner = comity.viewer());
drop index registers.linked_documents_notice;
"""


def upgrade() -> None:
    """The column that names the notice, and what keeps the two together."""
    run(EMPTIED, COLUMN, FOLLOWS)


def downgrade() -> None:
    """The register is empty again: without its notice a row would stay for ever."""
    run(BACK, EMPTIED, "alter table registers.linked_documents drop column notice")
