"""What decides whether a viewer may see a record stands beside its search keys, so that one look-up answers for every register.

Whoever may not see the record does not see its keys either: a hidden record, no record and a false positive of a filter are one answer.
"""

from __future__ import annotations

from comity.engines.store.migrations.sql import run

revision = "0008_search_keys"
down_revision = "0007_keys"

COLUMNS = """
alter table registers.search_key
    add column purposes integer not null default 0,
    add column level smallint not null default 0,
    add column discreet boolean not null default false;

-- Whoever runs migrations owns the tables and lets them go for this one filling.
alter table registers.search_key no force row level security;
alter table registers.travel_documents no force row level security;
alter table registers.vehicles no force row level security;
update registers.search_key k set purposes = t.purposes, level = t.level, discreet = t.discreet
    from registers.travel_documents t where t.id = k.record;
update registers.search_key k set purposes = t.purposes, level = t.level, discreet = t.discreet
    from registers.vehicles t where t.id = k.record;
alter table registers.search_key force row level security;
alter table registers.travel_documents force row level security;
alter table registers.vehicles force row level security;

alter table registers.search_key alter purposes drop default, alter level drop default, alter discreet drop default;
comment on column registers.search_key.purposes is 'Mask of the purposes that the record is kept for (PUR-02).';
comment on column registers.search_key.level is 'Handling level of the record (CLS-01).';
comment on column registers.search_key.discreet is 'Its owner alone learns of a check (HIT-11).';

drop policy looked_up on registers.search_key;
create policy looked_up on registers.search_key for select to comity_app
    using (live and comity.mode() in (1, 3) and access.may_read(owner, audience, 1::smallint, purposes, level, discreet));
"""

BACK = """
drop policy looked_up on registers.search_key;
create policy looked_up on registers.search_key for select to comity_app using (live and comity.mode() in (1, 3));
alter table registers.search_key drop column purposes, drop column level, drop column discreet;
"""


def upgrade() -> None:
    """The columns, filled from the records, and the policy that reads them."""
    run(COLUMNS)


def downgrade() -> None:
    """Keys as they were: every viewer's, decided by the register's own table."""
    run(BACK)
