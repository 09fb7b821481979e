"""Migrations forwards and backwards, with data; one process at a time; all or nothing."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from alembic.script import ScriptDirectory

from comity.engines.store import errors
from comity.engines.store.migrations import current, downgrade, found, head, migrate, runner

OURS = UUID("11111111-1111-8111-8111-111111111111")
THEIRS = UUID("22222222-2222-8222-8222-222222222222")
CHAIN = [script.revision for script in ScriptDirectory.from_config(runner._config()).walk_revisions()][::-1]
_ANSWER = "insert into comity.idempotency values ('officer:12', sha256('key'), sha256('request'), 201, 'sealed', '2031-05-04 12:00+00')"
# What a schema holds: relations with their columns, functions, policies, grants.
_SHAPE = """
select 'column', c.oid::regclass::text, attname, format_type(atttypid, atttypmod), relrowsecurity::text, relacl::text
  from pg_class c join pg_attribute on attrelid = c.oid and attnum > 0 and not attisdropped
 where relnamespace::regnamespace::text !~ '^(pg_|information_schema)' and relkind in ('r', 'p', 'i', 'S', 'v', 'm')
union all select 'function', oid::regprocedure::text, md5(prosrc || coalesce(prosqlbody::text, '')), '', '', proacl::text
  from pg_proc where pronamespace::regnamespace::text !~ '^(pg_|information_schema)'
union all select 'policy', polrelid::regclass::text, polname, pg_get_expr(polqual, polrelid), '', '' from pg_policy
union all select 'schema', nspname, '', '', '', nspacl::text from pg_namespace where nspname !~ '^pg_'
union all select 'default', defaclobjtype::text, '', '', '', defaclacl::text from pg_default_acl
"""


def rows(dsn: str, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(dsn, autocommit=True) as connection:
        return connection.execute(question).fetchall()


def shape(dsn: str) -> list[tuple[object, ...]]:
    """Without the bodies of functions in parsed form, which name objects by their changing numbers."""
    return sorted(rows(dsn, _SHAPE.replace(" || coalesce(prosqlbody::text, '')", "")), key=repr)


def test_one_chain_of_numbered_revisions() -> None:
    files = sorted(path.stem for path in (runner._FOLDER / "versions").glob("[0-9]*.py"))
    assert files == CHAIN
    assert head() == CHAIN[-1]
    assert [int(revision[:4]) for revision in CHAIN] == list(range(1, len(CHAIN) + 1))


def test_each_revision_forwards_and_backwards_with_data(empty_database) -> None:
    owner = empty_database.owner
    shapes = []
    for revision in CHAIN:
        migrate(owner, revision)
        assert current(owner) == revision
        shapes.append(shape(owner))
        if revision == CHAIN[0]:
            found(owner, OURS, "Association of Arvenia")
            rows(owner, _ANSWER + " returning 1")
    for before, revision in reversed(list(zip(shapes, CHAIN[:-1], strict=False))):
        downgrade(owner, revision)
        assert current(owner) == revision
        assert shape(owner) == before
    assert rows(owner, "select id, name from comity.organisation") == [(OURS, "Association of Arvenia")]
    assert rows(owner, "select actor, status from comity.idempotency") == [("officer:12", 201)]
    migrate(owner)
    assert shape(owner) == shapes[-1]


def test_all_the_way_back_leaves_nothing(empty_database) -> None:
    owner = empty_database.owner
    assert current(owner) == ""
    before = rows(owner, "select nspname from pg_namespace where nspname !~ '^pg_' order by 1")
    migrate(owner)
    downgrade(owner, "base")
    assert current(owner) == ""
    assert rows(owner, "select nspname from pg_namespace where nspname !~ '^pg_' order by 1") == before


def test_migrating_again_does_nothing(database) -> None:
    before = shape(database.owner)
    migrate(database.owner)
    assert (current(database.owner), shape(database.owner)) == (head(), before)


def test_two_processes_at_once_migrate_once(empty_database) -> None:
    script = "import sys; from comity.engines.store.migrations import migrate; migrate(sys.argv[1])"
    both = [subprocess.Popen([sys.executable, "-W", "error", "-c", script, empty_database.owner]) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    assert current(empty_database.owner) == head()


def test_who_waits_too_long_for_another_is_told(database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "_WAIT_FOR_OTHERS_S", 1)
    with runner._alone(database.owner), pytest.raises(errors.TooBusy, match="another process has been migrating"):
        migrate(database.owner)


@pytest.fixture
def longer_chain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The migrations and one more, whose SQL the test writes; gives its place."""
    shutil.copytree(runner._FOLDER, tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(runner, "_FOLDER", tmp_path / "migrations")
    return tmp_path / "migrations" / "versions" / "9999_more.py"


def write(place: Path, *statements: str) -> None:
    place.write_text(
        "from comity.engines.store.migrations.sql import run\n"
        f"revision = '9999_more'\ndown_revision = {CHAIN[-1]!r}\n"
        f"def upgrade():\n    for text in {statements!r}:\n        run(text)\n"
        "def downgrade():\n    run('drop table comity.more')\n"
    )


def test_a_migration_that_fails_leaves_everything_as_it_was(database, longer_chain: Path) -> None:
    before = shape(database.owner)
    write(longer_chain, "create table comity.more (a int); insert into comity.more values (1)", "select 1 / 0")
    with pytest.raises(psycopg.errors.DivisionByZero):
        migrate(database.owner)
    assert (current(database.owner), shape(database.owner)) == (CHAIN[-1], before)


def test_sql_goes_to_the_server_as_it_is(database, longer_chain: Path) -> None:
    write(longer_chain, "create table comity.more as select '50 % :off'::text as a; comment on table comity.more is '%s'")
    migrate(database.owner)
    assert rows(database.owner, "select a from comity.more") == [("50 % :off",)]


def test_a_table_in_use_stops_a_migration_and_not_the_work(database, longer_chain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "_WAIT_FOR_A_TABLE_S", 1)
    write(longer_chain, "alter table comity.organisation add column more int")
    with psycopg.connect(database.app) as reader:
        reader.execute("select * from comity.organisation")
        with pytest.raises(errors.TooBusy, match="lock timeout"):
            migrate(database.owner)
    assert current(database.owner) == CHAIN[-1]


def test_the_database_of_a_newer_comity_is_refused(database) -> None:
    rows(database.owner, "update public.migration set version_num = '9999_later' returning 1")
    for step in (migrate, lambda dsn: downgrade(dsn, CHAIN[0])):
        with pytest.raises(errors.WrongVersion, match="9999_later, which this Comity does not know"):
            step(database.owner)


def test_a_database_that_is_not_there_is_told(database) -> None:
    with pytest.raises(errors.DatabaseGone):
        migrate(database.owner.replace(database.name, "nowhere"))


# ----------------------------------------------------------------------------------------------------------- the base itself
def test_an_organisation_is_founded_once(database) -> None:
    found(database.owner, OURS, "Association of Arvenia")
    found(database.owner, OURS, "Association of Arvenia")
    with pytest.raises(errors.WrongOrganisation, match=str(OURS)):
        found(database.owner, THEIRS, "Association of Esteria")
    assert len(rows(database.owner, "select 1 from comity.organisation")) == 1


def test_an_answer_is_kept_once_for_a_key(database) -> None:
    rows(database.app, _ANSWER + " returning 1")
    with pytest.raises(psycopg.errors.UniqueViolation):
        rows(database.app, _ANSWER + " returning 1")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        rows(database.app, "delete from comity.idempotency returning 1")
    assert rows(database.work, "delete from comity.idempotency returning 1") == [(1,)]


def test_context_functions_may_run_in_parallel_and_see_a_setting_that_was_used_before(database) -> None:
    functions = rows(database.app, "select proname, provolatile, proparallel from pg_proc where pronamespace = 'comity'::regnamespace")
    assert {(volatile, parallel) for _, volatile, parallel in functions} == {("s", "s")}
    assert {name for name, _, _ in functions} == {"viewer", "viewer_kind", "clearance", "sees", "mode", "viewer_bureau"}


def test_every_table_and_column_says_what_it_is_for(database) -> None:
    silent = """
        select c.oid::regclass::text, attname from pg_class c join pg_attribute on attrelid = c.oid and attnum > 0
         where relnamespace = 'comity'::regnamespace and relkind = 'r'
           and (col_description(c.oid, attnum) is null or obj_description(c.oid) is null)
    """
    assert rows(database.owner, silent) == []
