"""Requests to trace a firearm: what is asked, whom, by when, and what each answered."""

from __future__ import annotations

from comity.engines.store.migrations.sql import run

revision = "0017_traces"
down_revision = "0016_attachments"

TABLES = """
create schema traces;
grant usage on schema traces to comity_app;
comment on schema traces is 'purpose: follow a firearm from maker to its last lawful holder; retention: each table its own';

create table traces.trace (
    id uuid primary key,
    asker smallint not null,
    bureau integer not null,
    officer integer not null,
    at timestamptz not null,
    record uuid,
    state smallint not null default 1 check (state in (1, 2)),
    outcome smallint check (outcome between 1 and 3),
    closed_at timestamptz,
    sealed bytea not null,
    check ((state = 2) = (outcome is not null) and (outcome is null) = (closed_at is null))
);
comment on table traces.trace is 'purpose: what is asked of a firearm; retention: two years after it is closed';
create index trace_listed on traces.trace (asker, at desc, id desc);

create table traces.leg (
    trace uuid not null references traces.trace,
    place smallint not null check (place between 1 and 40),
    asker smallint not null,
    asked smallint not null check (asked <> asker),
    why smallint not null check (why between 1 and 4),
    asked_at timestamptz not null,
    due_at timestamptz not null,
    answer smallint check (answer between 1 and 4),
    answered_at timestamptz,
    answered_by integer,
    sealed bytea,
    primary key (trace, place),
    unique (trace, asked),
    check ((answer is null) = (answered_at is null) and (answer is null) = (answered_by is null) and (answer is null) = (sealed is null))
);
comment on table traces.leg is 'purpose: one authority asked, and its answer; retention: with the trace';
create index leg_waiting on traces.leg (asked, asked_at desc) where answer is null;
create index leg_asked on traces.leg (asked, asked_at desc, trace);
"""

# The asker sees all of its own. Who is asked sees the question and its own leg, answers once, and never sees another's answer.
RIGHTS = """
alter table traces.trace enable row level security;
alter table traces.trace force row level security;
alter table traces.leg enable row level security;
alter table traces.leg force row level security;
create policy own on traces.trace for all to comity_app
    using (comity.mode() = 2 and asker = comity.viewer()) with check (comity.mode() = 2 and asker = comity.viewer());
create policy asked on traces.trace for select to comity_app
    using (comity.mode() = 2 and exists (select from traces.leg l where l.trace = id and l.asked = comity.viewer()));
create policy own on traces.leg for select to comity_app using (comity.mode() = 2 and asker = comity.viewer());
create policy ask on traces.leg for insert to comity_app with check (comity.mode() = 2 and asker = comity.viewer() and answer is null);
create policy erase on traces.leg for delete to comity_app using (comity.mode() = 2 and asker = comity.viewer());
create policy asked on traces.leg for select to comity_app using (comity.mode() = 2 and asked = comity.viewer());
create policy answer on traces.leg for update to comity_app
    using (comity.mode() = 2 and asked = comity.viewer() and answer is null) with check (comity.mode() = 2 and asked = comity.viewer());
grant select, insert, delete on traces.trace, traces.leg to comity_app;
grant update (state, outcome, closed_at) on traces.trace to comity_app;
grant update (answer, answered_at, answered_by, sealed) on traces.leg to comity_app;
"""

COLUMNS = {
    "trace": {
        "id": "Names the trace; its key lies with those of records, under this id.",
        "asker": "The authority that holds the weapon and asks.",
        "bureau": "Its bureau.",
        "officer": "Who asked; never shown to another authority.",
        "at": "When it was asked.",
        "record": "Its own record of the weapon, where there is one.",
        "state": "1 open, 2 closed.",
        "outcome": "1 traced, 2 not traced, 3 withdrawn.",
        "closed_at": "When the asker closed it.",
        "sealed": "The weapon as asked about, and words beside it, sealed under the key of the trace.",
    },
    "leg": {
        "trace": "The trace it belongs to.",
        "place": "Counts the legs of a trace, from 1.",
        "asker": "As the trace has it.",
        "asked": "The authority that is asked.",
        "why": "1 country of the maker, 2 of the importer, 3 exported there, 4 other.",
        "asked_at": "When it was asked.",
        "due_at": "By when an answer is hoped for: a clock, which decides nothing.",
        "answer": "1 sold, 2 exported, 3 no record, 4 refused.",
        "answered_at": "When it was answered.",
        "answered_by": "Who answered; never shown to another authority.",
        "sealed": "The answer, sealed under the key of the trace.",
    },
}


def upgrade() -> None:
    """Two tables: the asker's, and what each authority was asked."""
    said = [
        f"comment on column traces.{table}.{name} is '{text.replace(chr(39), chr(39) * 2)}'"
        for table, columns in COLUMNS.items()
        for name, text in columns.items()
    ]
    run(TABLES, RIGHTS, *said)


def downgrade() -> None:
    """No trace stays, nor its key."""
    run(
        "alter table traces.trace no force row level security;"
        " delete from registers.record_key k using traces.trace t where t.id = k.record; drop schema traces cascade;"
    )
