"""`comity keys`: works on the folder of this machine. Each act is in the audit where the database can be reached, and says so where not."""

from __future__ import annotations

import asyncio
import os
import re
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TypeVar

from cyclopts import Parameter

from comity.edges.cli import installation
from comity.edges.cli.asking import asked_twice, secret
from comity.edges.cli.installation import Named
from comity.edges.cli.sentences import Stopped
from comity.edges.cli.terminal import as_json, note, say, table
from comity.kernel.errors import Unavailable

if TYPE_CHECKING:
    from comity.engines.keyring import KeyFacts, KeyName, Keyring
    from comity.keys import KeyService, Use

T = TypeVar("T")
AsJson = Annotated[bool, Parameter(name="--json", help="As JSON.")]
Period = Annotated[str, Parameter(help="The month of a key that has one, such as 2026-11; this month where it is left out.")]
_MONTH: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_UNHEARD: Final = "This is NOT in the audit: {} Write down who did it, when and why."


def listed(*, of: Named = "", json: AsJson = False) -> int:
    """Lists names, versions and ages of keys, and what each still holds where the database runs; never a secret."""
    keys = installation.keyring(of).list()
    uses = _uses(of)
    held: dict[tuple[KeyName, int], str] = {}
    for one in uses or ():
        place = (one.name, one.version)
        held[place] = ", ".join(filter(None, (held.get(place, ""), f"{one.count} {one.what}")))
    if json:
        as_json([_plain(one) | {"holds": held.get((one.name, one.version), "")} for one in keys])
        return 0
    rows = [(k.name, k.period, k.version, f"{k.made_at:%Y-%m-%d %H:%M}Z", _state(k, keys), held.get((k.name, k.version), "")) for k in keys]
    table(("key", "period", "version", "made", "state", "still under it"), rows, "No key has been made yet.")
    if uses is None:
        note("The database does not run, so what is still under each version was not counted.")
    return 0


def _plain(key: KeyFacts) -> dict[str, object]:
    return {"name": key.name, "period": key.period, "version": key.version, "made_at": key.made_at, "destroyed": key.destroyed}


def _state(key: KeyFacts, keys: tuple[KeyFacts, ...]) -> str:
    if key.destroyed:
        return "destroyed"
    newest = max(one.version for one in keys if (one.name, one.period) == (key.name, key.period))
    return "in force" if key.version == newest else "older"


def _uses(of: str) -> list[Use] | None:
    """What versions still hold; None where the database does not run already."""
    from comity.engines.store import cluster

    if not os.environ.get("COMITY_DSN") and not cluster.serves(_data(of)):
        return None
    try:
        return _served(of, lambda service: service.uses())
    except Unavailable:
        return None


def _data(of: str) -> Path:
    return installation.home() / "data" / installation.name_of(of)


def _served(of: str, task: Callable[[KeyService], Awaitable[T]]) -> T:
    """Does something with the database of the installation. Raises: Unavailable, where there is none or it cannot be reached."""
    if not os.environ.get("COMITY_DSN") and not _data(of).is_dir():
        raise Unavailable("This installation has no database on this machine, and COMITY_DSN is not set.")
    with installation.database(of) as dsns:
        return asyncio.run(_worked(dsns.work, of, task))


async def _worked(dsn: str, of: str, task: Callable[[KeyService], Awaitable[T]]) -> T:
    from comity.engines.clock import SystemClock
    from comity.keys import open_keys

    async with open_keys(dsn, installation.keyring(of), SystemClock()) as service:
        return await task(service)


def rotate(name: str, *, period: Period = "", of: Named = "") -> int:
    """Makes a fresh version of a key. What older versions made goes on, until they are destroyed.

    The filter key is rotated only while the database has no record: every record is found by it.
    """
    from comity.engines.keyring import KeyName
    from comity.keys import Unheard

    known, keyring = _name(name), installation.keyring(of)
    month = _period(known, period)
    try:
        fresh = _served(of, lambda service: service.rotate(known, month))
    except Unavailable as problem:
        if known is KeyName.FILTER:
            raise
        fresh = problem.key if isinstance(problem, Unheard) else keyring.rotate(known, month)  # what was made is not made again
        note(_UNHEARD.format(problem.what))
    say(f"{fresh.name} {fresh.period}".strip() + f": version {fresh.version} is in force.")
    note("Running processes use it from now on. Export the keyring anew: an older export does not hold it.")
    return 0


def rewrap(*, of: Named = "") -> int:
    """Seals the keys of records and the seeds of codes anew, under the newest version.

    Nobody waits for it. Ended at any moment, it goes on where it was.
    """
    _served(of, _rewrapped)
    return 0


async def _rewrapped(service: KeyService) -> None:
    told = 0.0
    async for step in service.rewrap():
        if step.what == "officers":
            say(f"{step.done} seeds of codes were sealed anew. What opens is under the newest version.")
        elif step.what == "lost":
            if step.done:
                note(f"{step.done} keys of records do not open: their version was destroyed. Those records are lost.")
        elif step.done == step.total or time.monotonic() - told > 1:
            told = time.monotonic()
            note(f"{step.done} of {step.total} keys of records are sealed anew.")


def destroy(
    name: str,
    version: int,
    *,
    period: Period = "",
    even_so: Annotated[bool, Parameter(help="Although something still needs it: that is lost for good.")] = False,
    of: Named = "",
) -> int:
    """Takes an older version of a key away for good, unless something still needs it; says what.

    What lies in an export or a copy of the disk stays there: destroy those too.
    """
    from comity.engines.keyring import KeyGone

    known, keyring = _name(name), installation.keyring(of)
    month = _period(known, period)
    try:
        _served(of, lambda service: service.destroy(known, month, version, even_so=even_so))
    except Unavailable as problem:
        if isinstance(problem, KeyGone):
            raise
        _blindly(keyring, known, month, version, even_so=even_so, problem=problem)
    say(f"Version {version} of {f'{known} {month}'.strip()} is destroyed.")
    note("Exports made before still hold it. Make a new one, and destroy them.")
    return 0


def _blindly(keyring: Keyring, name: KeyName, period: str, version: int, *, even_so: bool, problem: Unavailable) -> None:
    """Destroys although the database cannot say what still needs it. Raises: Stopped."""
    from comity.engines.keyring import KeyName

    if name is KeyName.FILTER or not even_so:
        raise Stopped(f"What still needs this version cannot be seen: {problem.what}", "Nothing was destroyed.")
    if not any(one.version > version for one in keyring.versions(name, period)):
        raise Stopped(f"Version {version} of {name} is in force: rotate first (comity keys rotate {name}).")
    keyring.destroy(name, period, version)
    note(_UNHEARD.format(problem.what))


def _name(given: str) -> KeyName:
    from comity.engines.keyring import KeyName

    try:
        return KeyName(given)
    except ValueError:
        raise Stopped(f"There is no key {given!r}.", f"Keys: {', '.join(KeyName)}.") from None


def _period(name: KeyName, given: str) -> str:
    """The month of a key that has one. Raises: Stopped."""
    from comity.engines.clock import SystemClock
    from comity.engines.keyring import KeyName

    if name not in (KeyName.AUDIT_MONTH, KeyName.AUDIT_PROBE):
        if given:
            raise Stopped(f"The key {name} has no period.")
        return ""
    if given and not _MONTH.fullmatch(given):
        raise Stopped(f"{given!r} is no month.", "A month is written such as 2026-11.")
    return given or f"{SystemClock().now():%Y-%m}"


def export(file: Path, *, of: Named = "") -> int:
    """Writes every key into one file for a safe, under a passphrase of its own, asked twice."""
    keyring = installation.keyring(of)
    if file.exists():
        raise Stopped(f"{file} is there already, and an export overwrites nothing.")
    sealed = keyring.export(asked_twice("Passphrase of the export").encode())
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as writing:
        writing.write(sealed)
        os.fsync(writing.fileno())
    try:
        _served(of, lambda service: service.exported())
    except Unavailable as problem:
        note(_UNHEARD.format(problem.what))
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
