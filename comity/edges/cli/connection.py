"""The server that commands talk to, and the token that opens it: from the environment, or from a file of this user alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import msgspec

from comity.edges.cli.sentences import Stopped

if TYPE_CHECKING:
    from comity.client import Client

_ADDRESS: Final = "http://127.0.0.1:8400"
_OTHERS: Final = 0o077
_AT_HOME: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def address() -> str:
    """COMITY_URL, else the port of `comity up` on this machine. Raises: Stopped for plain HTTP to another machine."""
    given = (os.environ.get("COMITY_URL") or _ADDRESS).rstrip("/")
    parts = urlsplit(given)
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _AT_HOME)):
        raise Stopped(f"COMITY_URL is {given!r}: to another machine only https:// is used, since whoever listens would read the token.")
    return given


def client(token: str | None = None) -> Client:
    """A client with the token kept at sign-in, or COMITY_TOKEN; `token` overrides both."""
    from comity.client import Client

    where = address()
    return Client(where, kept(where) if token is None else token)


def kept(where: str) -> str:
    """The token for a server; empty where there is none. Raises: Stopped where others can read the file."""
    if given := os.environ.get("COMITY_TOKEN"):
        return given
    return _read().get(where, "")


def keep(where: str, token: str) -> None:
    """Keeps a token for a server, or forgets it where it is empty."""
    tokens = {**_read(), where: token} if token else {at: one for at, one in _read().items() if at != where}
    path = _path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(msgspec.json.encode(tokens))
    fresh.rename(path)


def _path() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "comity" / "sessions.json"


def _read() -> dict[str, str]:
    path = _path()
    try:
        if path.stat().st_mode & _OTHERS:
            raise Stopped(f"Others can read {path}, which holds your session.", f"Close it first: chmod 600 {path}")
        return msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    except FileNotFoundError:
        return {}
    except msgspec.MsgspecError:
        raise Stopped(f"{path} is damaged.", "Remove it and sign in again.") from None
