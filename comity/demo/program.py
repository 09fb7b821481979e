"""`comity demo`: the world in a folder of its own, built once, served until Ctrl-C; or walked through once (`--check`)."""

from __future__ import annotations

import asyncio
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import uuid4

from comity.app import Settings, SourceSettings, home_folder, opened
from comity.demo import building, filling, walk
from comity.demo.building import Accounts, read_accounts
from comity.demo.world import HIT_NUMBER, NO_HIT_NUMBER, ORGANISATION, SILENT_ADDRESS, SILENT_ISSUER, SILENT_NUMBER, SILENT_SOURCE
from comity.edges import processes, serve
from comity.engines.store.launcher import Server
from comity.engines.store.migrations import found, migrate
from comity.engines.store.passwords import SUPERUSER
from comity.engines.store.roles import APP, OWNER, WORK, drop_database, make_database
from comity.kernel.errors import ComityError

HOST: Final = "127.0.0.1"
PORT: Final = 8400
_DATABASE: Final = "comity"
_CONTACT: Final = "The demonstration's operator: you."


@dataclass(frozen=True, slots=True)
class Stage:
    """The demonstration's own folder and settings."""

    folder: Path
    app_dsn: str
    work_dsn: str

    @property
    def settings(self) -> Settings:
        """Settings of a demonstration's server: plain HTTP, works of art open to the public, one source abroad that never answers."""
        source = SourceSettings(SILENT_SOURCE, SILENT_ADDRESS, (SILENT_ISSUER,))
        return Settings(self.app_dsn, self.folder, demo=True, contact=_CONTACT, secure_cookies=False, sources=(source,), public_art=True)


def main(check: bool = False, host: str = HOST, port: int = PORT) -> int:
    """Serves the demonstration, or walks it. Gives the exit code; what is wrong is one sentence on standard error."""
    try:
        with Server.start(home_folder() / "data" / "demo") as server:
            stage = _stage(server)
            accounts = read_accounts(stage.folder) or _built(server, stage)
            migrate(server.dsn(OWNER, _DATABASE))
            return _run(stage, accounts, check=check, host=host, port=port)
    except ComityError as problem:
        print(f"comity demo: {problem}", file=sys.stderr)
        return 1
    except OSError as problem:
        print(f"comity demo: {problem.strerror or problem}: {problem.filename or f'{host}:{port}'}", file=sys.stderr)
        return 1


def _stage(server: Server) -> Stage:
    return Stage(home_folder() / "demo", server.dsn(APP, _DATABASE), server.dsn(WORK, _DATABASE))


def _built(server: Server, stage: Stage) -> Accounts:
    """A new world. One that was left half-built (killed in the middle) is thrown away first: it holds nothing of anybody."""
    print("comity demo: building a synthetic world (once)", file=sys.stderr, flush=True)
    superuser = server.dsn(SUPERUSER, "postgres")
    drop_database(superuser, _DATABASE)
    shutil.rmtree(stage.folder, ignore_errors=True)
    stage.folder.mkdir(mode=0o700, parents=True)
    make_database(superuser, _DATABASE)
    migrate(server.dsn(OWNER, _DATABASE))
    found(server.dsn(OWNER, _DATABASE), uuid4(), ORGANISATION)
    return asyncio.run(_peopled(stage))


async def _peopled(stage: Stage) -> Accounts:
    async with opened(stage.settings) as comity:
        placed = await building.build_people(comity)
        officers = await building.add_officers(comity, placed)
        await building.add_records(comity, placed)
        await filling.fill(comity, placed)
        token = await building.issue_token(comity, placed)
    accounts = Accounts(tuple(officers), token, building.world_digest())
    building.write_accounts(stage.folder, accounts)
    return accounts


def _run(stage: Stage, accounts: Accounts, *, check: bool, host: str, port: int) -> int:
    sock = serve.listening(host, 0 if check else port)
    address = f"http://{'localhost' if host == HOST else host}:{sock.getsockname()[1]}"
    supervisor = processes.supervisor(stage.settings, stage.work_dsn, sock)
    supervisor.start()
    try:
        if check:
            return walk.walk(address, accounts, stage.folder)
        print(_welcome(address, accounts, stage.folder), flush=True)
        supervisor.watch()
    finally:
        supervisor.stop()
    return 0


def _welcome(address: str, accounts: Accounts, folder: Path) -> str:
    lines = [f"Comity demonstration: open {address}", "", "Sign in with one click on the page, or with login, password and code:"]
    width = max(len(one.login) for one in accounts.officers)
    lines += [f"  {one.login:<{width}}  {one.name}, {one.bureau} ({', '.join(one.roles)})" for one in accounts.officers]
    lines += [
        f"Passwords, seeds of codes and the national system's token: {folder / building.ACCOUNTS}",
        "",
        f"Try {HIT_NUMBER} XBM (hit), {NO_HIT_NUMBER} XAR (no hit), {SILENT_NUMBER} {SILENT_ISSUER} (a source that does not answer).",
        "Ctrl-C stops it; the world stays for the next time.",
    ]
    return "\n".join(lines)
