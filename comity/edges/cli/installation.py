"""This machine's installation: its folders, its database, its settings from the environment."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from cyclopts import Parameter

from comity.edges.cli.sentences import Stopped

if TYPE_CHECKING:
    from comity.app import Settings, SourceSettings
    from comity.edges.watching.settings import WatchSettings
    from comity.engines.keyring import Keyring

MAIN: Final = "main"
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_OTHERS: Final = 0o077
_LONGEST_PASSPHRASE: Final = 4096

Named = Annotated[str, Parameter(name="--installation", help="Which installation of this machine: main, demo, or another's name.")]


@dataclass(frozen=True, slots=True)
class Dsns:
    """Where and as whom to connect. For a database of your own all are COMITY_DSN, whose role you chose."""

    app: str = field(repr=False)
    work: str = field(repr=False)
    owner: str = field(repr=False)


def home() -> Path:
    """COMITY_HOME, else as the script `run` has it."""
    if given := os.environ.get("COMITY_HOME"):
        return Path(given).absolute()
    if os.geteuid() == 0:
        return Path("/var/lib/comity")
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "comity"


def name_of(given: str = "") -> str:
    """The installation meant: as given, COMITY_INSTALLATION, else `main`, or `demo` where it alone was ever started."""
    name = given or os.environ.get("COMITY_INSTALLATION", "")
    if not name:
        alone = not (home() / MAIN).exists() and (home() / "demo").exists()
        return "demo" if alone and not os.environ.get("COMITY_DSN") else MAIN
    if not _NAME.fullmatch(name):
        raise Stopped(f"{name!r} is no name of an installation: small letters, digits and hyphens.")
    return name


def folder(given: str = "") -> Path:
    """The folder of keyring, filters and checkpoints."""
    return home() / name_of(given)


def existing_folder(given: str = "") -> Path:
    """The folder of an installation that was started before. Raises: Stopped."""
    found = folder(given)
    if not found.is_dir():
        raise Stopped(f"There is no installation {name_of(given)!r} in {home()}.", "Start one with `comity up`, or set COMITY_HOME.")
    return found


def own_dsn() -> str:
    """COMITY_DSN. Raises: Stopped where it is not set."""
    dsn = os.environ.get("COMITY_DSN", "")
    if not dsn:
        raise Stopped(
            "COMITY_DSN is not set, so there is no database to work with.",
            "Set it to your PostgreSQL 18, such as postgresql://comity_app:...@host/comity, or use `comity up`, which brings its own.",
        )
    return _plausible(dsn)


def _plausible(dsn: str) -> str:
    if not dsn.startswith(("postgresql://", "postgres://")) and "=" not in dsn:
        raise Stopped("COMITY_DSN is no connection to PostgreSQL.", "It looks like postgresql://comity_app:...@host/comity.")
    return dsn


@contextlib.contextmanager
def database(given: str = "") -> Iterator[Dsns]:
    """The database of an installation: COMITY_DSN, else the embedded one, started where it does not run and stopped again at the end."""
    if dsn := os.environ.get("COMITY_DSN"):
        yield Dsns(_plausible(dsn), dsn, dsn)
        return
    existing_folder(given)
    with embedded(name_of(given)) as dsns:
        yield dsns


@contextlib.contextmanager
def embedded(name: str) -> Iterator[Dsns]:
    """The embedded server of this name; made at the first time."""
    from comity.engines.store.launcher import Server
    from comity.engines.store.roles import APP, OWNER, WORK

    with Server.start(home() / "data" / name) as server:
        yield Dsns(server.dsn(APP), server.dsn(WORK), server.dsn(OWNER))


def passphrase() -> bytes | None:
    """The keyring's passphrase, from the file that COMITY_PASSPHRASE_FILE names."""
    path = passphrase_file()
    return path.read_bytes()[:_LONGEST_PASSPHRASE].strip() if path else None


def passphrase_file() -> Path | None:
    """COMITY_PASSPHRASE_FILE. Raises: Stopped where others can read it."""
    given = os.environ.get("COMITY_PASSPHRASE_FILE", "")
    if not given:
        return None
    path = Path(given)
    _private(path, "the passphrase")
    return path


def keyring(given: str = "") -> Keyring:
    """The keyring of an installation that was started before. Raises: Stopped, KeyringUnusable."""
    from comity.engines.keyring import Keyring

    place = existing_folder(given) / "keyring"
    if not place.is_dir():
        if (place.parent / "organisation").exists():
            raise Stopped(f"The keyring in {place.parent} is gone.", "Restore it from its export: `comity keys restore`.")
        raise Stopped(f"There is no keyring in {place.parent} yet.", "Start Comity once with `comity up`.")
    return Keyring.open(place, passphrase(), fresh=False)


def settings(dsn: str, place: Path, *, secure_cookies: bool = True) -> Settings:
    """The settings of a process, from the environment."""
    from comity.app import Settings

    proxied = behind_proxy()
    return Settings(
        dsn=dsn,
        home=place,
        contact=os.environ.get("COMITY_CONTACT", ""),
        secure_cookies=secure_cookies or proxied,
        behind_proxy=proxied,
        public_art=_switched("COMITY_PUBLIC_ART", "works of art that their owners opened are to be looked up by anybody"),
        sources=sources(),
        passphrase_file=passphrase_file(),
        clearance_life=clearance_life(),
    )


def clearance_life() -> timedelta:
    """COMITY_CLEARANCE_DAYS: how long a clearance holds, a year at most. Raises: Stopped for what is no number of days."""
    from comity.search.clearances.rules import LIFE

    given = os.environ.get("COMITY_CLEARANCE_DAYS", "")
    if not given:
        return LIFE
    if not (given.isascii() and given.isdigit() and 1 <= int(given) <= LIFE.days):
        raise Stopped(f"COMITY_CLEARANCE_DAYS is {given!r}.", f"Set it to a number of days from 1 to {LIFE.days}.")
    return timedelta(days=int(given))


def behind_proxy() -> bool:
    """COMITY_BEHIND_PROXY: whether a proxy with TLS on this machine stands before Comity. Raises: Stopped for what is neither 1 nor 0."""
    return _switched("COMITY_BEHIND_PROXY", "a proxy with TLS on this machine stands before Comity")


def _switched(name: str, where: str) -> bool:
    """Whether a setting is 1; 0 where it is not there. Raises: Stopped for what is neither."""
    given = os.environ.get(name, "") or "0"
    if given not in ("0", "1"):
        raise Stopped(f"{name} is {given!r}.", f"Set it to 1 where {where}.")
    return given == "1"


def sources() -> tuple[SourceSettings, ...]:
    """Other installations to ask, from the TOML or JSON file that COMITY_SOURCES names. Raises: Stopped."""
    given = os.environ.get("COMITY_SOURCES", "")
    if not given:
        return ()
    import msgspec

    from comity.app import SourceSettings

    path = Path(given)
    _private(path, "tokens")
    decode = msgspec.json.decode if path.suffix == ".json" else msgspec.toml.decode
    try:
        listed = decode(path.read_bytes(), type=dict[str, tuple[SourceSettings, ...]])
    except (msgspec.MsgspecError, ValueError) as problem:
        raise Stopped(f"{path} cannot be read: {problem}", "It holds a list `sources`, each with name, address and issuers.") from problem
    if set(listed) - {"sources"}:
        raise Stopped(f"{path} holds {min(set(listed) - {'sources'})!r}, which is nothing that Comity knows.")
    return listed.get("sources", ())


def watched(given: Path | None = None) -> WatchSettings | None:
    """The folders of this file, or of the one that COMITY_WATCH names; nothing where neither is there. Raises: Stopped."""
    path = given or (Path(named) if (named := os.environ.get("COMITY_WATCH", "")) else None)
    if path is None:
        return None
    from comity.edges.watching import settings as of_folders

    try:
        return of_folders.read(path)
    except of_folders.WatchWrong as wrong:
        raise Stopped(str(wrong), wrong.advice) from None


def _private(path: Path, what: str) -> None:
    if path.stat().st_mode & _OTHERS:
        raise Stopped(f"Others can read {path}, which holds {what}.", f"Close it first: chmod 600 {path}")


def make_folder(place: Path) -> None:
    """A folder for this user alone, in one that the database's user may pass."""
    if not place.parent.exists():
        place.parent.mkdir(parents=True)
        place.parent.chmod(0o711)
    place.mkdir(mode=0o700, exist_ok=True)
