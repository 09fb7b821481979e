"""Searches for persons: what each purpose asks of them, and how often somebody searched for a bare name."""

from __future__ import annotations

from comity.engines.store.migrations.sql import run

revision = "0025_persons"
down_revision = "0024_name_index"

TABLES = """
create schema persons;
grant usage on schema persons to comity_app;
comment on schema persons is 'purpose: how persons are searched for; retention: each table its own';

create table persons.setting (
    purpose smallint primary key check (purpose between 1 and 9),
    prior double precision not null check (prior > 0 and prior < 1),
    possible double precision not null check (possible > 0 and possible <= likely),
    likely double precision not null check (likely <= alarm),
    alarm double precision not null check (alarm < 1),
    lists boolean not null,
    reason text not null,
    changed_by integer not null,
    at timestamptz not null
);
comment on table persons.setting is 'purpose: thresholds of a search for persons, by purpose; retention: as long as the database';
comment on column persons.setting.purpose is 'Purpose of the search; one without a row has the defaults.';
comment on column persons.setting.prior is 'How probable it is, before anything is compared, that a record is the person asked about.';
comment on column persons.setting.possible is 'From this probability on a record is shown.';
comment on column persons.setting.likely is 'From this probability on it is graded likely.';
comment on column persons.setting.alarm is 'From this probability on it is a positive result, and its owner is told.';
comment on column persons.setting.lists is 'Whether whole lists of persons may be searched.';
comment on column persons.setting.reason is 'Why it was changed; names nobody.';
comment on column persons.setting.changed_by is 'Officer of the secretariat.';
comment on column persons.setting.at is 'When.';

create table statistics.bare_name (
    bureau integer not null,
    unit integer not null,
    officer integer not null,
    system integer not null,
    day date not null,
    count bigint not null,
    primary key (bureau, day, unit, officer, system)
);
comment on table statistics.bare_name is
    'purpose: searches for a person by nothing but a name, for the supervisor of the bureau; retention: as the audit, three years';
comment on column statistics.bare_name.bureau is 'Whose officers they are; its supervisor alone reads this.';
comment on column statistics.bare_name.unit is 'Where it was asked; 0 is none.';
comment on column statistics.bare_name.officer is 'Who asked; 0 for a system.';
comment on column statistics.bare_name.system is 'Which national system asked; 0 for an officer.';
comment on column statistics.bare_name.day is 'When, UTC.';
comment on column statistics.bare_name.count is 'How many searches.';
"""

RIGHTS = """
alter table persons.setting enable row level security;
alter table persons.setting force row level security;
create policy known on persons.setting for select to comity_app using (true);
create policy set_new on persons.setting for insert to comity_app with check (comity.mode() = 2 and comity.viewer_kind() = 3);
create policy set_anew on persons.setting for update to comity_app
    using (comity.mode() = 2 and comity.viewer_kind() = 3) with check (comity.mode() = 2 and comity.viewer_kind() = 3);
grant select, insert, update on persons.setting to comity_app;

alter table statistics.bare_name enable row level security;
alter table statistics.bare_name force row level security;
create policy own on statistics.bare_name for select to comity_app using (comity.mode() = 2 and bureau = comity.viewer_bureau());
create policy worked on statistics.bare_name for all to comity_work using (true) with check (true);
grant select on statistics.bare_name to comity_app;
grant select, insert, update, delete on statistics.bare_name to comity_work;
"""


def upgrade() -> None:
    """Every purpose begins with its defaults, which stand in the code."""
    run(TABLES, RIGHTS)


def downgrade() -> None:
    """Nothing of it stays."""
    run("drop table statistics.bare_name; drop schema persons cascade;")
