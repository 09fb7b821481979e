"""Similar images: who may fill their index, and how a value that is gone leaves it.

Mode 6 is nobody: it reads the released hash lists to know which values are near, never whose they are. Whoever asks is answered by the
search keys and records that they themselves may see.
"""

from __future__ import annotations

from comity.engines.store.migrations.sql import run

revision = "0020_near_hashes"
down_revision = "0019_statistics"

FILLED = """
create policy compared on registers.hash_lists for select to comity_app using (comity.mode() = 6 and state = 1);
create policy compared on registers.search_key for select to comity_app using (comity.mode() = 6 and live and register = 18);
create policy compared on registers.record_key for select to comity_app
    using (comity.mode() = 6 and exists (select from registers.hash_lists h where h.id = record));
"""

# A filter keeps what is gone until it is built anew, for it holds keyed hashes. The index holds the values themselves: it is told at once.
GONE = """
create function registers.hash_gone() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
    insert into registers.change (register, audience, key) values (old.register, old.audience, old.key);
    return null;
end $$;
revoke execute on function registers.hash_gone from public;
create policy hash_gone on registers.change for insert to comity_owner with check (register = 18 and key is not null);
create trigger hash_deleted after delete on registers.search_key
    for each row when (old.register = 18 and old.live) execute function registers.hash_gone();
create trigger hash_shut after update of live on registers.search_key
    for each row when (old.register = 18 and old.live and not new.live) execute function registers.hash_gone();
"""

BACK = """
drop trigger hash_shut on registers.search_key;
drop trigger hash_deleted on registers.search_key;
drop policy hash_gone on registers.change;
drop function registers.hash_gone();
drop policy compared on registers.record_key;
drop policy compared on registers.search_key;
drop policy compared on registers.hash_lists;
"""


def upgrade() -> None:
    """Who fills the index, and who tells it."""
    run(FILLED, GONE)


def downgrade() -> None:
    """Nobody fills it."""
    run(BACK)
