"""What COMITY_WATCH says: folders, and how what appears in each is loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

from comity.client.loads import LoadQuestion
from comity.registers.catalogue import BY_NAME

_OTHERS: Final = 0o077
_LONGEST_TOKEN: Final = 4096
_Some = Annotated[str, msgspec.Meta(min_length=1, max_length=400)]


class WatchWrong(Exception):
    """The settings cannot be used; the sentence says why, and the second what to do."""

    def __init__(self, sentence: str, advice: str = "") -> None:
        super().__init__(sentence)
        self.advice = advice


class Watched(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One folder. `mapping`: of the unit `unit`. `purposes`, `law`, `source`, `level`: of rows that do not state them.

    `token_file` holds the token of a system that may load. `settle_s`: seconds without a change after which a file is whole.
    """

    path: _Some
    register: _Some
    token_file: _Some
    mapping: str = ""
    unit: str = ""
    mode: Literal["delta", "full"] = "delta"
    encoding: str = ""
    purposes: tuple[str, ...] = ()
    law: str = ""
    source: str = ""
    level: str = "official"
    settle_s: Annotated[float, msgspec.Meta(ge=0.1, le=3600)] = 5.0

    @property
    def question(self) -> LoadQuestion:
        """How its files are loaded."""
        return LoadQuestion(
            mode=self.mode, mapping=self.mapping, encoding=self.encoding, purposes=self.purposes, law=self.law, source=self.source,
            level=self.level, unit=self.unit,
        )  # fmt: skip


class WatchSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of them. `server` empty: the one of this machine, or COMITY_URL."""

    folders: tuple[Watched, ...]
    server: str = ""


def read(path: Path) -> WatchSettings:
    """The TOML or JSON file. Raises: WatchWrong, where it is open to others, cannot be read, or names what there is not."""
    _private(path)
    decode = msgspec.json.decode if path.suffix == ".json" else msgspec.toml.decode
    try:
        found = decode(path.read_bytes(), type=WatchSettings)
    except (msgspec.MsgspecError, ValueError) as problem:
        advice = "It holds a list `folders`, each with path, register and token_file."
        raise WatchWrong(f"{path} cannot be read: {problem}", advice) from problem
    for one in found.folders:
        if one.register not in BY_NAME:
            raise WatchWrong(f"{path}: there is no register {one.register!r}.", f"Registers: {', '.join(BY_NAME)}")
        if not Path(one.path).is_absolute() or not Path(one.token_file).is_absolute():
            raise WatchWrong(f"{path}: {one.path} and its token_file are named from the root (/...) on.")
        token(one)
    real = [Path(one.path).resolve() for one in found.folders]
    for place in real:
        if sum(place == other or place in other.parents for other in real) > 1:
            raise WatchWrong(f"{path}: {place} is watched twice, or holds another folder that is watched.")
    return found


def token(of: Watched) -> str:
    """The token of now: a new one in its file is used from the next request on. Raises: WatchWrong."""
    path = Path(of.token_file)
    _private(path)
    return path.read_text("ascii", errors="replace")[:_LONGEST_TOKEN].strip()


def _private(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except OSError as problem:
        raise WatchWrong(f"{path} cannot be read: {problem.strerror}.") from None
    if mode & _OTHERS:
        raise WatchWrong(f"Others can read {path}, which holds a token or names its file.", f"Close it first: chmod 600 {path}")
