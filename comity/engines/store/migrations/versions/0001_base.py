"""The ground that every slice stands on: the organisation, the viewer's context, answers kept for repeated requests.

A new function or table is nobody's but the owner's: each migration grants what each role needs, functions included.
"""

from comity.engines.store.migrations.sql import run

revision = "0001_base"
down_revision = None

_SCHEMA = """
create schema comity;
alter default privileges revoke execute on functions from public;
alter default privileges revoke usage on types from public;
grant usage on schema comity to comity_app, comity_work;
"""

_ORGANISATION = """
create table comity.organisation (
    only_one boolean primary key default true check (only_one),
    id uuid not null,
    name text not null check (name <> ''),
    founded timestamptz not null default now()
);
comment on table comity.organisation is 'Whose database this is. Kept for as long as the database.';
comment on column comity.organisation.only_one is 'Holds the table to one row.';
comment on column comity.organisation.id is 'A process compares it with its own before it serves.';
comment on column comity.organisation.name is 'Shown to operators.';
comment on column comity.organisation.founded is 'When the database was made.';
grant select on comity.organisation to comity_app, comity_work;
"""

# After its first use a setting is '' and not null, hence nullif. Each gives what grants nothing where nothing is set.
_CONTEXT = """
create function comity.viewer() returns int language sql stable parallel safe
    return coalesce(nullif(current_setting('comity.authority', true), '')::int, 0);
create function comity.viewer_kind() returns int language sql stable parallel safe
    return coalesce(nullif(current_setting('comity.kind', true), '')::int, 0);
create function comity.clearance() returns int language sql stable parallel safe
    return coalesce(nullif(current_setting('comity.clearance', true), '')::int, -1);
create function comity.sees() returns int language sql stable parallel safe
    return coalesce(nullif(current_setting('comity.sees', true), '')::int, 0);
create function comity.mode() returns int language sql stable parallel safe
    return coalesce(nullif(current_setting('comity.mode', true), '')::int, 0);
create function comity.viewer_bureau() returns int language sql stable parallel safe
    return coalesce(nullif(current_setting('comity.bureau', true), '')::int, 0);
grant execute on all functions in schema comity to comity_app, comity_work;
"""

_IDEMPOTENCY = """
create table comity.idempotency (
    actor text not null check (length(actor) between 1 and 64),
    key_hash bytea not null check (length(key_hash) = 32),
    request_digest bytea not null check (length(request_digest) = 32),
    status smallint not null check (status between 100 and 599),
    body bytea not null,
    at timestamptz not null,
    primary key (actor, key_hash)
);
create index idempotency_at on comity.idempotency (at);
comment on table comity.idempotency is 'Answers kept so that a request sent twice is done once (Idempotency-Key). Kept for a day.';
comment on column comity.idempotency.actor is 'Who asked: kind and number, such as officer:12.';
comment on column comity.idempotency.key_hash is 'SHA-256 of the key that the asker chose.';
comment on column comity.idempotency.request_digest is 'SHA-256 of the request: the same key with another request is an error.';
comment on column comity.idempotency.status is 'HTTP status of the first answer.';
comment on column comity.idempotency.body is 'The first answer, sealed.';
comment on column comity.idempotency.at is 'When it was given; decides when it goes.';
grant select, insert on comity.idempotency to comity_app;
grant select, delete on comity.idempotency to comity_work;
"""


def upgrade() -> None:
    run(_SCHEMA, _ORGANISATION, _CONTEXT, _IDEMPOTENCY)


def downgrade() -> None:
    run(
        "drop schema comity cascade",
        "alter default privileges grant usage on types to public",
        "alter default privileges grant execute on functions to public",
    )
