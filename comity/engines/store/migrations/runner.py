"""Runs the migrations under one advisory lock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from uuid import UUID

import psycopg
import sqlalchemy
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from comity.engines.store.connection import sentence, translated
from comity.engines.store.errors import DatabaseGone, TooBusy, WrongOrganisation, WrongVersion

_FOLDER: Final = Path(__file__).parent
_LOCK: Final = 0x636F6D697479  # "comity" in ASCII: any number will do, as long as all versions use the same
_WAIT_FOR_OTHERS_S: Final = 120
_WAIT_FOR_A_TABLE_S: Final = 10  # so that a migration behind a long read does not hold up every later query


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))  # read with interpolation
    return config


def head() -> str:
    """The newest revision that this code knows."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def current(dsn: str) -> str:
    """The revision that the database stands at; empty where it was never migrated."""
    with _connected(dsn) as connection:
        if connection.execute("select to_regclass('public.migration')").fetchone() == (None,):
            return ""
        row = connection.execute("select version_num from public.migration").fetchone()
        return str(row[0]) if row else ""


def migrate(dsn: str, to: str = "head") -> None:
    """Brings the database forward to a revision. A migration that fails leaves everything at the revision before it.

    Raises: TooBusy where another process is still migrating after two minutes, or a table stays locked;
    DatabaseGone where the database does not answer; WrongVersion where a newer Comity has migrated it.
    """
    _run(dsn, lambda config: command.upgrade(config, to))


def downgrade(dsn: str, to: str) -> None:
    """Takes the database back to a revision, or to nothing: `base`. Raises: as `migrate`."""
    _run(dsn, lambda config: command.downgrade(config, to))


def found(dsn: str, organisation: UUID, name: str) -> None:
    """Gives the database its organisation, once. Doing the same again does nothing.

    Raises: WrongOrganisation where the database belongs to another.
    """
    with _connected(dsn) as connection:
        statement = "insert into comity.organisation (id, name) values (%s, %s) on conflict do nothing"
        connection.execute(statement, [organisation, name])
        row = connection.execute("select id from comity.organisation").fetchone()
        if row != (organisation,):
            raise WrongOrganisation(f"this database belongs to the organisation {row and row[0]}", str(organisation))


def _run(dsn: str, step: Callable[[Config], None]) -> None:
    config = _config()
    with _alone(dsn), _engine_connection(dsn) as connection:
        _check_known(config, current(dsn))
        config.attributes["connection"] = connection
        step(config)


def _check_known(config: Config, revision: str) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision and revision not in known:
        raise WrongVersion(f"the database stands at revision {revision}, which this Comity does not know", "a newer Comity")


@contextmanager
def _alone(dsn: str) -> Iterator[None]:
    """Holds the lock for as long as its own connection lives: a killed process leaves none behind."""
    with _connected(dsn) as connection:
        connection.execute(f"set lock_timeout = '{_WAIT_FOR_OTHERS_S}s'")
        try:
            connection.execute("select pg_advisory_lock(%s)", [_LOCK])
        except psycopg.errors.LockNotAvailable as problem:
            raise TooBusy(f"another process has been migrating for {_WAIT_FOR_OTHERS_S} seconds") from problem
        yield


@contextmanager
def _connected(dsn: str) -> Iterator[psycopg.Connection]:
    try:
        connection = psycopg.connect(dsn, autocommit=True)
    except psycopg.OperationalError as problem:
        raise DatabaseGone(sentence(problem)) from problem
    with connection:
        yield connection


@contextmanager
def _engine_connection(dsn: str) -> Iterator[sqlalchemy.Connection]:
    def connect() -> psycopg.Connection:
        return psycopg.connect(dsn, options=f"-c lock_timeout={_WAIT_FOR_A_TABLE_S}s")

    engine = sqlalchemy.create_engine("postgresql+psycopg://", creator=connect, poolclass=sqlalchemy.NullPool)
    try:
        with engine.connect() as connection:
            yield connection
    except psycopg.OperationalError as problem:
        raise translated(problem) from problem
    except sqlalchemy.exc.OperationalError as problem:
        raise DatabaseGone("the connection of the migration was lost") from problem
    finally:
        engine.dispose()
