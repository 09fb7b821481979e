"""Work that outlives a request: the queue of jobs, and loads of files with what became of their rows."""

from __future__ import annotations

from comity.engines.store.migrations.sql import run

revision = "0012_jobs"
down_revision = "0011_holds"

JOBS = """
-- Loads bring their rows by COPY into a table of the session's own, since row-level security forbids COPY into any other.
do $$ begin execute format('grant temporary on database %I to comity_app', current_database()); end $$;

create schema jobs;
grant usage on schema jobs to comity_app;
comment on schema jobs is 'purpose: work that outlives a request; retention: a job a month, its files less';

create table jobs.job (
    id uuid primary key,
    number integer generated always as identity unique,
    kind text not null check (kind ~ '^[a-z][a-z_]{1,39}$'),
    owner smallint not null,
    bureau integer not null,
    officer integer not null,
    unit integer not null,
    purpose smallint not null,
    register smallint not null default 0,
    state smallint not null default 0 check (state between 0 and 4),
    done bigint not null default 0,
    total bigint not null default 0,
    counted text not null default 'rows',
    counts jsonb not null default '{}',
    spec bytea not null,
    place bytea,
    result text not null default '',
    result_name text not null default '',
    fault jsonb,
    cancelled_by integer,
    attempts smallint not null default 0,
    created_at timestamptz not null,
    begun_at timestamptz,
    began_with bigint not null default 0,
    changed_at timestamptz not null,
    ended_at timestamptz,
    ends_at timestamptz not null
);
comment on table jobs.job is 'purpose: work that outlives a request (REC-18 loads, lists); retention: 30 days after it ended';
create index job_open on jobs.job (number) where state in (0, 1);
create index job_listed on jobs.job (owner, number desc);
create index job_ends on jobs.job (ends_at);
alter table jobs.job enable row level security;
alter table jobs.job force row level security;
create policy own on jobs.job for all to comity_app
    using (comity.mode() = 2 and owner = comity.viewer()) with check (comity.mode() = 2 and owner = comity.viewer());
create policy functions on jobs.job for all to comity_owner using (true) with check (true);
grant select, insert on jobs.job to comity_app;
grant update (state, done, total, counts, place, result, result_name, fault, cancelled_by, attempts, begun_at, began_with, changed_at,
    ended_at, ends_at) on jobs.job to comity_app;

-- Gives the next job to whoever asks, and a session lock on its number, which ends with the process: a running job whose lock is free
-- has lost its process, and is given on. `which`: that job alone. An authority with less under way goes first.
create function jobs.claim(at timestamptz, which uuid, most_attempts integer) returns setof jobs.job
    language plpgsql security definer set search_path = pg_catalog as $$
declare
    taken jobs.job;
begin
    for taken in
        select j.* from jobs.job j where j.state in (0, 1) and (which is null or j.id = which)
        order by (select count(*) from jobs.job o where o.state = 1 and o.owner = j.owner), j.number limit 50 for update of j skip locked
    loop
        continue when not pg_try_advisory_lock(1129270602, taken.number);
        update jobs.job set state = case when attempts >= most_attempts then 4 else 1 end, attempts = attempts + 1, begun_at = at,
            began_with = done, changed_at = at, ended_at = case when attempts >= most_attempts then at end,
            fault = case when attempts >= most_attempts then
                '{"code": "gave_up", "sentence": "Its process ended again and again: an operator looks at its log."}'::jsonb end
            where id = taken.id returning * into taken;
        return next taken;  -- failed: whoever took it accounts for what it did
        return;
    end loop;
end $$;

-- Jobs that ended long ago go, and loads a year after theirs; what runs or waits for its second officer stays.
create function jobs.sweep(at timestamptz) returns integer language plpgsql security definer set search_path = pg_catalog as $$
declare
    gone integer;
begin
    delete from jobs.job where ends_at < at and state not in (0, 1);
    get diagnostics gone = row_count;
    delete from registers.load l where l.ended_at < at - interval '1 year' and l.state not in (0, 2);
    return gone;
end $$;
revoke execute on function jobs.claim, jobs.sweep from public;
grant execute on function jobs.claim, jobs.sweep to comity_app;
"""

LOADS = """
create table registers.load (
    id uuid primary key,
    owner smallint not null,
    bureau integer not null,
    register smallint not null,
    officer integer not null,
    mode smallint not null check (mode between 1 and 2),
    state smallint not null check (state between 0 and 5),
    file bytea not null,
    digest bytea not null check (length(digest) = 32),
    bytes bigint not null,
    encoding text not null,
    mapping jsonb not null default '{}',
    counts jsonb not null default '{}',
    held boolean not null default false,
    why text not null default '',
    errors text not null default '',
    started_at timestamptz not null,
    ended_at timestamptz,
    decided_by integer,
    decided_at timestamptz,
    reason bytea,
    released bigint not null default 0
);
comment on table registers.load is 'purpose: what became of a loaded file, and who released it (REC-18); retention: 1 year';
create index load_listed on registers.load (owner, started_at desc, id);
alter table registers.load enable row level security;
alter table registers.load force row level security;
create policy own on registers.load for all to comity_app
    using (comity.mode() = 2 and owner = comity.viewer()) with check (comity.mode() = 2 and owner = comity.viewer());
create policy swept on registers.load for all to comity_owner using (state not in (0, 2)) with check (false);
grant select, insert, delete on registers.load to comity_app;
grant update (state, counts, held, why, errors, ended_at, decided_by, decided_at, reason, released) on registers.load to comity_app;

-- Records that a load brought and that wait for its release; and those of its owner that the file no longer has, proposed for withdrawal.
create table registers.loaded (
    load uuid not null,
    record uuid not null,
    owner smallint not null,
    proposal smallint not null check (proposal between 1 and 2),
    primary key (load, proposal, record)
);
comment on table registers.loaded is 'purpose: what a held load brought or would withdraw (REC-18); retention: until it is decided';
alter table registers.loaded enable row level security;
alter table registers.loaded force row level security;
create policy own on registers.loaded for all to comity_app
    using (comity.mode() = 2 and owner = comity.viewer()) with check (comity.mode() = 2 and owner = comity.viewer());
grant select, insert, delete on registers.loaded to comity_app;
"""

# What each column is for; all live as long as their table's comment says.
PURPOSES = {
    "jobs.job": {
        "id": "Names the job.",
        "number": "The order of the queue; the lock of whoever runs it.",
        "kind": "What is to be done.",
        "owner": "The authority whose job it is.",
        "bureau": "The bureau that it is done for.",
        "officer": "Who started it, and must still be allowed to when it runs (ACC-04).",
        "unit": "Where it was started: decides what may be done.",
        "purpose": "For which purpose (PUR-01).",
        "register": "The register that it touches; 0: none, or several.",
        "state": "0 waiting, 1 running, 2 done, 3 cancelled, 4 failed.",
        "done": "How much is done.",
        "total": "How much there is; 0 while that is not known.",
        "counted": "What is counted: rows, records.",
        "counts": "What became of it, by name.",
        "spec": "What to do, sealed: it may name files and what was typed.",
        "place": "How far it came, sealed: where it goes on after its process ended.",
        "result": "The name of its file in the spool.",
        "result_name": "The name under which that file is handed out.",
        "fault": "Why it failed: code, sentence, rule; nothing of a record.",
        "cancelled_by": "Officer who asked to stop it.",
        "attempts": "How often it was begun without coming further; a job that kills its process is given up.",
        "created_at": "When it was asked for.",
        "begun_at": "When its process took it: its rate is counted from here.",
        "began_with": "How much was done by then.",
        "changed_at": "When its process said last how far it is.",
        "ended_at": "When it ended.",
        "ends_at": "When its row goes.",
    },
    "registers.load": {
        "id": "Names the load; the same as its job.",
        "owner": "The authority that loads.",
        "bureau": "Its bureau.",
        "register": "The register.",
        "officer": "Who loaded the file, and cannot release it (ACC-09).",
        "mode": "1 full, 2 delta.",
        "state": "0 running, 1 done, 2 waits for a second officer, 3 released, 4 refused, 5 broken off.",
        "file": "The file''s name as its sender had it, sealed.",
        "digest": "SHA-256 of the file: of all its rows.",
        "bytes": "Its length.",
        "encoding": "The encoding in which it was read.",
        "mapping": "Which column stood for which field.",
        "counts": "What became of the rows; they add up.",
        "held": "Its records wait for a second officer (REC-18).",
        "why": "Why they wait: the rule and the figure.",
        "errors": "The refused rows, in the spool.",
        "started_at": "When it began.",
        "ended_at": "When its last row was done.",
        "decided_by": "The second officer.",
        "decided_at": "When that one released or refused it.",
        "reason": "Why, sealed.",
        "released": "How many of its records are released or withdrawn by now.",
    },
    "registers.loaded": {
        "load": "The load.",
        "record": "The record.",
        "owner": "Whose record it is.",
        "proposal": "1 to be released, 2 to be withdrawn since a full load no longer has it.",
    },
}


def upgrade() -> None:
    """The queue and the loads."""
    run(JOBS, LOADS)
    for table, columns in PURPOSES.items():
        run(*[f"comment on column {table}.{name} is '{said}'" for name, said in columns.items()])


def downgrade() -> None:
    """Neither stays."""
    run("drop table registers.loaded, registers.load; drop schema jobs cascade;")
