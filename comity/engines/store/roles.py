"""The database's roles, and the making of a database that only they may enter. Works on any PostgreSQL 18 server."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Final

import psycopg
from psycopg import sql

OWNER: Final = "comity_owner"  # owns the schemas, runs migrations
APP: Final = "comity_app"  # serves
WORK: Final = "comity_work"  # sequencer, filter builder
ROLES: Final = (OWNER, APP, WORK)
_LONGEST_IDLE: Final = "60s"  # within a transaction; no rule or answer of ours pauses there


def new_passwords() -> dict[str, str]:
    """A random password of 192 bits for each role; needs no quoting in a DSN."""
    return {role: secrets.token_hex(24) for role in ROLES}


def prepare(superuser_dsn: str, passwords: Mapping[str, str], database: str = "comity") -> tuple[str, ...]:
    """Makes the three roles and the database where they are missing, and sets the passwords of roles that it makes; gives their names.

    Idempotent. No role may see past row-level security, make others, or inherit another's rights.
    """
    with psycopg.connect(superuser_dsn, autocommit=True) as connection:
        there = {row[0] for row in connection.execute("select rolname from pg_roles where rolname = any(%s)", [list(ROLES)])}
        made = tuple(role for role in ROLES if role not in there)
        for role in made:
            _make_role(connection, role, passwords[role])
    make_database(superuser_dsn, database)
    return made


def _make_role(connection: psycopg.Connection, role: str, password: str) -> None:
    # The password travels as its SCRAM verifier, so that no statement log ever holds it.
    verifier = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    statement = "create role {} login nosuperuser nobypassrls nocreatedb nocreaterole noreplication noinherit password {}"
    connection.execute(sql.SQL(statement).format(sql.Identifier(role), sql.Literal(verifier)))
    if role != OWNER:
        # An open transaction holds back the audit's sequencer, which waits for all that began before (pg_snapshot_xmin).
        idle = sql.SQL("alter role {} set idle_in_transaction_session_timeout = {}")
        connection.execute(idle.format(sql.Identifier(role), sql.Literal(_LONGEST_IDLE)))


def make_database(superuser_dsn: str, name: str, template: str | None = None) -> None:
    """Makes a database that only the three roles may enter, empty or as a copy of `template`; an existing one is left."""
    with psycopg.connect(superuser_dsn, autocommit=True) as connection:
        if connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            return
        statement = sql.SQL("create database {} owner {} template {}")
        connection.execute(statement.format(sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template or "template0")))
        # A copy does not take the template's rights along, so they are set every time.
        entrants = sql.SQL(", ").join(sql.Identifier(role) for role in ROLES)
        connection.execute(sql.SQL("revoke all on database {} from public").format(sql.Identifier(name)))
        connection.execute(sql.SQL("grant connect on database {} to {}").format(sql.Identifier(name), entrants))
        # Loads bring their rows by COPY into a table of the session's own, since row-level security forbids COPY into any other.
        connection.execute(sql.SQL("grant temporary on database {} to {}").format(sql.Identifier(name), sql.Identifier(APP)))


def drop_database(superuser_dsn: str, name: str) -> None:
    """Drops a database at once, whoever is connected."""
    with psycopg.connect(superuser_dsn, autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
