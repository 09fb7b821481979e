"""The embedded server: its starts and ends, who may enter, and what it says when it cannot run."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from comity.engines.store import cluster, errors, folders, launcher, programs
from comity.engines.store.launcher import Server
from comity.engines.store.passwords import SUPERUSER
from comity.engines.store.roles import ROLES

ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another user")


_START = """
import sys
from pathlib import Path
from comity.engines.store.launcher import Server

server = Server.start(Path(sys.argv[1]))
print(server.pid, server.started)
"""


def ask(dsn: str, question: str) -> object:
    with psycopg.connect(dsn, autocommit=True) as connection:
        row = connection.execute(question).fetchone()
    return row[0] if row else None


# ------------------------------------------------------------------------------------------------------------- what it is like
@pytest.mark.parametrize(
    ("setting", "value"),
    {
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "data_checksums": "on",
        "jit": "off",
        "listen_addresses": "",
        "password_encryption": "scram-sha-256",
        "server_encoding": "UTF8",
        "shared_buffers": "64MB",
        "max_connections": "40",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
    }.items(),
)
def test_settings(server: Server, setting: str, value: str) -> None:
    assert ask(server.dsn(SUPERUSER, "postgres"), f"show {setting}") == value


def test_text_sorts_by_code_point_everywhere(server: Server) -> None:
    providers = "select string_agg(distinct datlocprovider::text || coalesce(datlocale, ''), ',') from pg_database"
    assert ask(server.dsn(SUPERUSER, "postgres"), providers) == "bC.UTF-8"


# ------------------------------------------------------------------------------------------------------------ who may enter
def test_every_role_enters_with_its_password(server: Server) -> None:
    for role in ROLES:
        assert ask(server.dsn(role), "select current_user") == role


@pytest.mark.parametrize("role", [*ROLES, SUPERUSER])
def test_a_wrong_password_is_refused(server: Server, role: str) -> None:
    password = server._passwords[role]
    for wrong in ("", "x", password[:-1]):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(server.dsn(role).replace(password, wrong))


def test_nobody_is_trusted(server: Server) -> None:
    rules = (server.folder / "cluster" / "pg_hba.conf").read_text().splitlines()
    methods = {rule.split()[-1] for rule in rules if rule.strip() and not rule.startswith("#")}
    assert methods == {"scram-sha-256"}


def test_passwords_are_for_their_owner_alone(server: Server) -> None:
    assert stat.S_IMODE((server.folder / "passwords.json").stat().st_mode) == 0o600
    assert len(set(server._passwords.values())) == len(ROLES) + 1
    assert not any(password in repr(server) for password in server._passwords.values())


def test_the_socket_and_the_data_are_closed_to_others(server: Server) -> None:
    for name in ("socket", "cluster"):
        assert stat.S_IMODE((server.folder / name).stat().st_mode) == 0o700


def test_the_log_holds_no_values(server: Server) -> None:
    with psycopg.connect(server.dsn(SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute("create temporary table person (name text unique)")
        connection.execute("insert into person values ('VELLORIN')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("insert into person values ('VELLORIN')")
    assert "VELLORIN" not in (server.folder / "server.log").read_text()


# ------------------------------------------------------------------------------------------------------------ starts and ends
def test_a_first_start_makes_everything_and_the_end_stops_it(open_folder: Path) -> None:
    folder = open_folder / "deep" / "down" / "first"
    with Server.start(folder) as server:
        assert server.started
        assert server.alive()
        assert ask(server.dsn("comity_app"), "select current_database()") == "comity"
    assert not server.alive()


def test_a_start_attaches_to_the_server_that_runs(folder: Path) -> None:
    with Server.start(folder) as first:
        second = Server.start(folder)
        with second:
            assert (second.pid, second.started) == (first.pid, False)
        assert first.alive()
        Server.start(folder).stop()
        assert not first.alive()
        first.stop()  # once more does no harm


def test_what_was_kept_is_there_after_a_stop(folder: Path) -> None:
    with Server.start(folder) as server, psycopg.connect(server.dsn("comity_owner"), autocommit=True) as connection:
        connection.execute("create table kept as select 7 as number")
    with Server.start(folder) as server:
        assert ask(server.dsn("comity_owner"), "select number from kept") == 7


@pytest.mark.fault
def test_what_was_kept_is_there_after_a_kill(folder: Path) -> None:
    server = Server.start(folder)
    with psycopg.connect(server.dsn("comity_owner"), autocommit=True) as connection:
        connection.execute("create table kept as select 7 as number")
        server.kill()
        with Server.start(folder) as again:
            assert again.started
            assert again.pid != server.pid
            assert ask(again.dsn("comity_owner"), "select number from kept") == 7


@pytest.mark.fault
def test_a_number_used_anew_by_another_process_does_not_mislead(folder: Path) -> None:
    server = Server.start(folder)
    server.kill()
    for file in (folder / "cluster" / "postmaster.pid", folder / "socket" / ".s.PGSQL.5432.lock"):
        file.write_text(file.read_text().replace(str(server.pid), str(os.getpid()), 1))
    with Server.start(folder) as again:
        assert again.alive()


@pytest.mark.fault
def test_a_making_that_was_killed_is_begun_anew(open_folder: Path) -> None:
    folder = open_folder / "half-made"
    (folder / "cluster.new" / "base").mkdir(parents=True)
    with Server.start(folder) as server:
        assert server.alive()


def test_two_starts_at_once_give_one_server(folder: Path) -> None:
    both = [subprocess.Popen([sys.executable, "-c", _START, folder], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate()[0].split() for process in both]
    assert said[0][0] == said[1][0]
    assert sorted(started for _, started in said) == ["False", "True"]


def test_a_long_path_puts_the_socket_elsewhere(folder: Path, open_folder: Path) -> None:
    long = open_folder / ("x" * 90)
    folder.rename(long)
    try:
        with Server.start(long) as server:
            assert ask(server.dsn("comity_app"), "select 1") == 1
            place = folders.socket_folder(long)
            assert not place.is_relative_to(long)
            assert stat.S_IMODE(place.stat().st_mode) == 0o700
    finally:
        long.rename(folder)
        place.rmdir()


# -------------------------------------------------------------------------------------------------------------- refusals
def test_a_folder_of_another_version_is_refused(folder: Path) -> None:
    (folder / "cluster" / "PG_VERSION").write_text("17\n")
    with pytest.raises(errors.WrongVersion, match="made by PostgreSQL 17, and this Comity runs PostgreSQL 18"):
        Server.start(folder)


def test_a_folder_with_other_things_is_left_alone(open_folder: Path) -> None:
    folder = open_folder / "letters"
    folder.mkdir()
    (folder / "letter.txt").write_text("Dear Esteria")
    with pytest.raises(errors.FolderNotOurs, match=r"letter\.txt"):
        Server.start(folder)
    assert [path.name for path in folder.iterdir()] == ["letter.txt"]


def test_a_database_without_its_passwords_is_not_ours(folder: Path) -> None:
    (folder / "passwords.json").unlink()
    with pytest.raises(errors.FolderNotOurs, match=r"not its file passwords\.json"):
        Server.start(folder)


def test_spoiled_passwords_are_told(folder: Path) -> None:
    (folder / "passwords.json").write_text("{")
    with pytest.raises(errors.FolderNotOurs, match="cannot be read"):
        Server.start(folder)


def test_a_server_with_other_passwords_holds_the_folder(folder: Path) -> None:
    with Server.start(folder):
        kept = (folder / "passwords.json").read_bytes()
        (folder / "passwords.json").write_bytes(kept.replace(b'super":"', b'super":"0'))
        with pytest.raises(errors.FolderTaken, match="refuses our password"):
            Server.start(folder)
        (folder / "passwords.json").write_bytes(kept)


@pytest.fixture
def stranger(folder: Path) -> Iterator[None]:
    """A server in the folder that somebody started by hand."""
    user = folders.server_user()
    words = ("-D", folder / "cluster", "-w")
    done = programs.call(
        user, "pg_ctl", "start", *words, "-o", f"-c listen_addresses= -k {folder}/socket", "-l", cluster.fresh_log(folder, user)
    )
    assert done.code == 0, done.said
    yield
    programs.call(user, "pg_ctl", "stop", *words, "-m", "immediate")


def test_a_folder_where_a_strange_server_runs_is_taken(folder: Path, stranger: None) -> None:
    with pytest.raises(errors.FolderTaken, match="was not started by Comity"):
        Server.start(folder)


@ROOT_ONLY
def test_a_folder_that_the_other_user_cannot_reach_is_named(open_folder: Path) -> None:
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(errors.FolderUnreachable, match=f"to whom {closed} is closed"):
        Server.start(closed / "server")


@ROOT_ONLY
def test_a_database_of_another_system_user_is_not_ours(folder: Path) -> None:
    os.chown(folder / "cluster", 0, 0)
    with pytest.raises(errors.FolderNotOurs, match="belongs to the system user root"):
        Server.start(folder)


def test_a_folder_that_is_a_file_is_told(open_folder: Path) -> None:
    (open_folder / "file").write_text("")
    with pytest.raises(errors.FolderUnreachable, match="cannot be used"):
        Server.start(open_folder / "file")


def test_settings_that_do_not_hold_are_told_with_the_log(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(launcher._SETTINGS, "shared_buffers", "1kB")
    with pytest.raises(errors.ServerFailed, match="outside the valid range"):
        Server.start(folder)


def test_a_full_disk_is_recognised_by_what_the_programs_say(tmp_path: Path) -> None:
    done = programs.Done(1, "could not start server")
    with pytest.raises(errors.DiskFull, match="is full"):
        programs.refuse(done, "Starting", tmp_path, 'FATAL: could not write lock file "x": No space left on device')


@pytest.fixture
def small_disk(open_folder: Path) -> Iterator[Path]:
    place = open_folder / "small-disk"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m,mode=0755", "tmpfs", place], capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a small disk here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


@pytest.mark.fault
def test_a_full_disk_is_told_and_leaves_nothing_that_hinders(small_disk: Path) -> None:
    with pytest.raises(errors.DiskFull, match="is full"):
        Server.start(small_disk / "server")
    rest = small_disk / "rest"
    rest.write_bytes(bytes(shutil.disk_usage(small_disk).free))
    with pytest.raises(errors.DiskFull, match="is full"):
        Server.start(small_disk / "server")
    rest.unlink()
    subprocess.run(["mount", "-o", "remount,size=200m", small_disk], check=True)
    with Server.start(small_disk / "server") as server:
        assert server.alive()


def test_a_runtime_folder_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/" + "r" * 100)
    with pytest.raises(errors.PathTooLong):
        folders.socket_folder(Path("/" + "x" * 100))
