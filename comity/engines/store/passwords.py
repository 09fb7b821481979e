"""The passwords of an embedded server, in one file of 0600 beside its data."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

import msgspec

from comity.engines.store.errors import FolderNotOurs
from comity.engines.store.roles import new_passwords

SUPERUSER: Final = "comity_super"


def passwords_of(folder: Path) -> dict[str, str]:
    """The passwords by role; made at the first time.

    Raises: FolderNotOurs where there is a database without its passwords, or the file is not readable as such.
    """
    path = folder / "passwords.json"
    if path.exists():
        try:
            return msgspec.json.decode(path.read_bytes(), type=dict[str, str])
        except (OSError, msgspec.MsgspecError) as problem:
            raise FolderNotOurs(f"the passwords in {path} cannot be read: {problem}", "the file as it was made") from problem
    if (folder / "cluster").exists():
        raise FolderNotOurs(f"{folder} holds a database but not its file passwords.json", "the folder with that file, or a new folder")
    passwords = {SUPERUSER: secrets.token_hex(24), **new_passwords()}
    _write(path, msgspec.json.encode(passwords))
    return passwords


def _write(path: Path, content: bytes) -> None:
    """All or nothing, also through a power cut."""
    new = path.with_suffix(".json.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.rename(path)
