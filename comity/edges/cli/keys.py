"""`comity keys`: works on the folder of this machine, without database or server."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from comity.edges.cli import installation
from comity.edges.cli.asking import asked_twice, secret
from comity.edges.cli.installation import Named
from comity.edges.cli.sentences import Stopped
from comity.edges.cli.terminal import as_json, note, say, table

if TYPE_CHECKING:
    from comity.engines.keyring import KeyName

AsJson = Annotated[bool, Parameter(name="--json", help="As JSON.")]


def listed(*, of: Named = "", json: AsJson = False) -> int:
    """Lists names, versions and ages of keys; never a secret."""
    keys = installation.keyring(of).list()
    if json:
        as_json(keys)
        return 0
    rows = [(k.name, k.period, k.version, f"{k.made_at:%Y-%m-%d %H:%M}Z", "destroyed" if k.destroyed else "in force") for k in keys]
    table(("key", "period", "version", "made", "state"), rows, "No key has been made yet.")
    return 0


def rotate(
    name: str, *, period: Annotated[str, Parameter(help="The month of a key that has one, such as 2026-11.")] = "", of: Named = ""
) -> int:
    """Makes a fresh version of a key. What older versions sealed still opens."""
    known = _name(name)
    keyring = installation.keyring(of)
    fresh = keyring.rotate(known, period)
    say(f"{fresh.name} {fresh.period}".strip() + f": version {fresh.version} is in force.")
    note("Running processes use it from now on. Export the keyring anew: an older export does not hold it.")
    return 0


def _name(given: str) -> KeyName:
    from comity.engines.keyring import KeyName

    try:
        return KeyName(given)
    except ValueError:
        raise Stopped(f"There is no key {given!r}.", f"Keys: {', '.join(KeyName)}.") from None


def export(file: Path, *, of: Named = "") -> int:
    """Writes every key into one file for a safe, under a passphrase of its own, asked twice."""
    keyring = installation.keyring(of)
    if file.exists():
        raise Stopped(f"{file} is there already, and an export overwrites nothing.")
    sealed = keyring.export(asked_twice("Passphrase of the export").encode())
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as writing:
        writing.write(sealed)
        os.fsync(writing.fileno())
    say(f"{len(keyring.list())} keys are in {file}. Keep it and its passphrase apart; without both, a lost keyring is lost data.")
    return 0


def restore(file: Path, *, of: Named = "") -> int:
    """Makes the keyring of an installation again from an export. Its folder must be empty."""
    from comity.engines.keyring import Keyring

    sealed = file.read_bytes()
    place = installation.folder(of)
    installation.make_folder(place)
    keyring = Keyring.restore(place / "keyring", sealed, secret("Passphrase of the export").encode(), installation.passphrase())
    say(f"{len(keyring.list())} keys are back in {place / 'keyring'}.")
    return 0
