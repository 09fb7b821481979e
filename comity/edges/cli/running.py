"""Starting Comity: with an embedded database, or its parts over a database of your own."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final
from uuid import uuid4

from cyclopts import Parameter

from comity.access.addresses import is_loopback
from comity.edges.cli import installation
from comity.edges.cli.sentences import Stopped
from comity.edges.cli.terminal import note, say

if TYPE_CHECKING:
    from comity.edges.processes import Role

_HOST: Final = "127.0.0.1"
_PORT: Final = 8400
_MOST_SERVING: Final = 64
_LARGEST_PORT: Final = 65_535

Host = Annotated[str, Parameter(env_var="COMITY_HOST", help="Address to listen on. Without TLS before it, keep to this machine.")]
Port = Annotated[int, Parameter(env_var="COMITY_PORT", help="Port to listen on; 0 takes a free one.")]


def up(
    *,
    host: Host = _HOST,
    port: Port = _PORT,
    serving: Annotated[int, Parameter(help="Serving processes.")] = 1,
    organisation: Annotated[str, Parameter(help="Name of the organisation, at the first start.")] = "Comity",
) -> int:
    """Starts Comity with an embedded database, and serves until Ctrl-C.

    The database lies in COMITY_HOME/data/main; keyring, filters and checkpoints in COMITY_HOME/main.
    """
    _port(port)
    if not 1 <= serving <= _MOST_SERVING:
        raise Stopped(f"--serving is from 1 to {_MOST_SERVING}.")
    if os.environ.get("COMITY_DSN"):
        raise Stopped("`comity up` brings its own database, but COMITY_DSN is set.", "Use `comity serve` and `comity work`, or unset it.")
    name = installation.name_of(os.environ.get("COMITY_INSTALLATION", installation.MAIN))
    place = installation.folder(name)
    installation.make_folder(place)
    _log()
    with installation.embedded(name) as dsns:
        _bring_up(dsns.owner, organisation)
        return _supervised(dsns, place, host, port, serving)


def _bring_up(owner_dsn: str, organisation: str) -> None:
    from comity.engines.store.errors import WrongOrganisation
    from comity.engines.store.migrations import found, migrate

    migrate(owner_dsn)
    with suppress(WrongOrganisation):  # it was founded before, and keeps its organisation
        found(owner_dsn, uuid4(), organisation)


def _supervised(dsns: installation.Dsns, place: Path, host: str, port: int, serving: int) -> int:
    from comity.edges import processes, serve

    settings = installation.settings(dsns.app, place, secure_cookies=not is_loopback(host))
    sock = serve.listening(host, port)
    supervisor = processes.supervisor(settings, dsns.work, sock, serving, _watching(host, sock.getsockname()[1]))
    try:
        supervisor.start()
        note(f"Comity serves at http://{_shown(host)}:{sock.getsockname()[1]} until Ctrl-C. Data and keys: {place.parent}")
        if not is_loopback(host):
            note("This address is open to other machines without TLS: put a proxy before it.")
        supervisor.watch()
    finally:
        supervisor.stop()
    return 0


def serve(*, host: Host = _HOST, port: Port = _PORT) -> int:
    """Serves requests from a database of your own, and runs its jobs.

    COMITY_DSN connects as comity_app. Start several on one port to use several processors.
    """
    _port(port)
    dsn = installation.own_dsn()
    place = installation.folder()
    installation.make_folder(place)
    _log()
    from comity.edges import processes
    from comity.edges import serve as serving

    sock = serving.listening(host, port)
    settings = installation.settings(dsn, place, secure_cookies=not is_loopback(host))
    supervisor = processes.supervisor(settings, "", sock, watching=_watching(host, sock.getsockname()[1]))
    try:
        supervisor.start()
        note(f"Comity serves at http://{_shown(host)}:{sock.getsockname()[1]}.")
        supervisor.watch()
    finally:
        supervisor.stop()
    return 0


def watch(settings: Annotated[Path | None, Parameter(help="The TOML or JSON file; COMITY_WATCH otherwise.")] = None) -> int:
    """Loads whatever appears in the folders of a settings file, by the tokens of systems, until Ctrl-C.

    `comity up` and `comity serve` do so themselves where COMITY_WATCH is set. COMITY_URL names the server.
    """
    from comity.edges.cli.connection import address
    from comity.edges.watching import process

    found = installation.watched(settings)
    if found is None:
        raise Stopped("Nothing says which folders to watch.", "Name a file, or set COMITY_WATCH.")
    _log()
    process.run(found, address(), lambda: note(f"Watching {len(found.folders)} folders until Ctrl-C."))
    return 0


def _watching(host: str, port: int) -> Role | None:
    """What watches the folders of COMITY_WATCH by way of our own port; nothing where it is not set. Raises: Stopped."""
    from comity.edges.watching import process

    found = installation.watched()
    at = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - which means every address, ours among them
    return process.role(found, f"http://{_shown(at)}:{port}") if found else None


def work() -> int:
    """Works in the background for a database of your own: sequencer, checkpoints, filters.

    COMITY_DSN connects as comity_work. Two may run; they take turns.
    """
    dsn = installation.own_dsn()
    place = installation.folder()
    installation.make_folder(place)
    _log()
    from comity.app import open_keyring
    from comity.edges import worker
    from comity.engines.clock import SystemClock

    settings = installation.settings(dsn, place)
    keyring = open_keyring(settings, SystemClock())
    worker.run(dsn, settings.filters, settings.checkpoints, keyring, lambda: note("Comity works in the background."))
    return 0


def prepare(*, database: Annotated[str, Parameter(help="Name of the database.")] = "comity") -> int:
    """Makes the three roles and the database on a server of your own; shows their passwords once.

    COMITY_DSN connects as a superuser. What is there already stays as it is.
    """
    from comity.engines.store.roles import new_passwords
    from comity.engines.store.roles import prepare as make

    dsn = installation.own_dsn()
    passwords = new_passwords()
    made = make(dsn, passwords, database)
    say(f"The database {database} and its roles are there.")
    if made:
        say("Passwords of the roles made now, shown this once:")
        for role in made:
            say(f"{role} {passwords[role]}")
    else:
        note("The roles were there before and keep their passwords.")
    return 0


def migrate(
    *,
    to: Annotated[str, Parameter(help="A revision, forwards or backwards; `base` for none.")] = "head",
    organisation: Annotated[str, Parameter(help="Name of the organisation, at the first time.")] = "Comity",
) -> int:
    """Brings a database of your own to this version.

    COMITY_DSN connects as comity_owner. Two processes never migrate at once.
    """
    from comity.engines.store import migrations

    dsn = installation.own_dsn()
    known = sorted(path.stem for path in (Path(migrations.__file__).parent / "versions").glob("[0-9]*.py"))
    if to not in ("head", "base", *known):
        raise Stopped(f"There is no revision {to!r}.", f"Revisions: base, {', '.join(known)}.")
    before, newest = migrations.current(dsn), migrations.head()
    if to in ("head", newest):
        _bring_up(dsn, organisation)
    elif before and (to == "base" or to < before):
        migrations.downgrade(dsn, to)
    else:
        migrations.migrate(dsn, to)
    say(f"Revision {migrations.current(dsn) or 'none'}; it was {before or 'none'}, the newest is {newest}.")
    return 0


def _port(port: int) -> None:
    if not 0 <= port <= _LARGEST_PORT:
        raise Stopped(f"{port} is no port: 1 to {_LARGEST_PORT}, or 0 for a free one.")


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _log() -> None:
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
