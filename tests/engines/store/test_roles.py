"""The three roles: no one may do more than its work."""

from __future__ import annotations

import psycopg
import pytest

from comity.engines.store.launcher import Server
from comity.engines.store.passwords import SUPERUSER
from comity.engines.store.roles import ROLES, drop_database, make_database, new_passwords, prepare


def rows(dsn: str, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(dsn, autocommit=True) as connection:
        return connection.execute(question).fetchall()


def test_no_role_stands_above_the_rules(server: Server) -> None:
    powers = "rolsuper or rolbypassrls or rolcreatedb or rolcreaterole or rolreplication or rolinherit"
    found = rows(
        server.dsn(SUPERUSER, "postgres"), f"select rolname, {powers}, rolcanlogin from pg_roles where rolname like 'comity\\_%' order by 1"
    )
    assert [row for row in found if row[0] != SUPERUSER] == [(role, False, True) for role in sorted(ROLES)]


@pytest.mark.parametrize("role", ["comity_app", "comity_work"])
@pytest.mark.parametrize(
    "deed",
    [
        "create table public.mine (a int)",
        "create table comity.mine (a int)",
        "create schema mine",
        "set role comity_owner",
        "alter table comity.organisation disable row level security",
        "update comity.organisation set name = 'other'",
        "select rolpassword from pg_authid",
        "copy (select 1) to '/nowhere/out'",
    ],
)
def test_a_serving_role_may_not(database, role: str, deed: str) -> None:
    dsn = database.app if role == "comity_app" else database.work
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        rows(dsn, deed)


def test_only_the_roles_may_enter_a_database(database, server: Server) -> None:
    rows(server.dsn(SUPERUSER, "postgres"), "select 1")
    with psycopg.connect(server.dsn(SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute("create role stranger login password 'f00d'")
    try:
        with pytest.raises(psycopg.OperationalError, match="CONNECT privilege"):
            psycopg.connect(server.dsn("comity_app", database.name), user="stranger", password="f00d")
    finally:
        with psycopg.connect(server.dsn(SUPERUSER, "postgres"), autocommit=True) as connection:
            connection.execute("drop role stranger")


def test_a_new_function_is_nobodys_until_it_is_granted(database) -> None:
    with psycopg.connect(database.owner, autocommit=True) as connection:
        connection.execute("create function comity.secret() returns int language sql return 7")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        rows(database.app, "select comity.secret()")


def test_preparing_again_changes_nothing(server: Server) -> None:
    prepare(server.dsn(SUPERUSER, "postgres"), new_passwords())  # other passwords: those of roles that are there stay
    assert rows(server.dsn("comity_app"), "select 1") == [(1,)]


def test_a_database_is_made_once_and_dropped_though_in_use(server: Server) -> None:
    superuser = server.dsn(SUPERUSER, "postgres")
    make_database(superuser, "short-lived")
    make_database(superuser, "short-lived")
    with psycopg.connect(server.dsn("comity_app", "short-lived")):
        drop_database(superuser, "short-lived")
    assert rows(superuser, "select 1 from pg_database where datname = 'short-lived'") == []


def test_passwords_are_new_each_time_and_need_no_quoting() -> None:
    first, second = new_passwords(), new_passwords()
    assert set(first) == set(ROLES)
    assert not set(first.values()) & set(second.values())
    assert all(password.isalnum() and len(password) == 48 for password in first.values())


def test_a_table_of_its_own_session_is_for_who_loads_alone(database) -> None:
    """Loads COPY into a temporary table, since nobody who serves may COPY into a register."""
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        rows(database.work, "create temporary table mine (a int)")
    with psycopg.connect(database.app) as connection:
        connection.execute("create temporary table mine (a int)")
