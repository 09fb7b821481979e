"""`comity audit verify`: reads the database as the background worker and the files of checkpoints; asks no server."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from comity.edges.cli import installation
from comity.edges.cli.exits import Exit
from comity.edges.cli.installation import Named
from comity.edges.cli.sentences import Stopped
from comity.edges.cli.terminal import as_json, facts, note, say, under

if TYPE_CHECKING:
    from comity.audit.findings import Finding, Report


def verify(*, of: Named = "", json: Annotated[bool, Parameter(name="--json", help="As JSON.")] = False) -> int:
    """Proves that the log is whole, on the machine itself; names whatever is not. Ends with 1 where anything is wrong."""
    place = installation.existing_folder(of)
    with installation.database(of) as dsns:
        report = asyncio.run(_report(dsns.work, of))
    if json:
        as_json(_plain(report))
    else:
        _print(report)
        if not report.checkpoints:
            note(f"No signed checkpoint lies in {place / 'checkpoints'}: only what the tree itself proves was proved.")
    return Exit.OK if report.sound else Exit.ERROR


async def _report(work_dsn: str, of: str) -> Report:
    from comity.app import directory_of
    from comity.audit.verify import verify as verification
    from comity.engines.clock import SystemClock
    from comity.engines.keyring import KeyName
    from comity.engines.store import Store

    signers = installation.keyring(of).signers(KeyName.CHECKPOINT)
    if not signers:
        raise Stopped("The keyring has no checkpoint key yet.", "Start Comity once with `comity up`.")
    store = await Store.open(work_dsn, size=1)
    try:
        organisation = (await directory_of(store)).organisation
        async with await store.dedicated() as connection:
            place = installation.folder(of) / "checkpoints"
            return await verification(connection, place, signers, origin=str(organisation), now=SystemClock().now())
    finally:
        await store.close()


def _print(report: Report) -> None:
    last = report.last_checkpoint
    if report.sound:
        say("The log is whole: nothing was changed, cut, put in or rewritten.", "bold")
    else:
        say(f"The log is NOT whole: {len(report.findings) + report.unshown} findings.", "bold red")
    facts(
        (
            ("entries in the tree", report.size),
            ("compared", report.checked),
            ("erased at the end of their time", report.erased or ""),
            ("not in the tree yet", report.waiting or ""),
            ("signed checkpoints that fit", report.checkpoints),
            ("last checkpoint", f"{last.at:%Y-%m-%d %H:%M:%S}Z over {last.size} entries" if last else "none"),
            ("root", report.root.hex()),
        )
    )
    for finding in report.findings:
        _tell(finding)
    if report.unshown:
        say(f"And {report.unshown} findings more.")


def _tell(finding: Finding) -> None:
    say(f"{finding.kind}: {finding.sentence}", "red")
    where = [
        f"entry {finding.entry.stream}-{finding.entry.number}" if finding.entry else "",
        f"leaf {finding.leaf}" if finding.leaf is not None else "",
        f"at {finding.at:%Y-%m-%d %H:%M:%S}Z" if finding.at else "",
        f"{finding.file}, line {finding.line}" if finding.file else "",
    ]
    if any(where):
        under("; ".join(part for part in where if part))


def _plain(report: Report) -> dict[str, object]:
    last = report.last_checkpoint
    findings = [
        {
            "kind": one.kind,
            "sentence": one.sentence,
            "at": one.at,
            "entry": f"{one.entry.stream}-{one.entry.number}" if one.entry else None,
            "leaf": one.leaf,
            "file": one.file,
            "line": one.line,
        }
        for one in report.findings
    ]
    return {
        "sound": report.sound,
        "size": report.size,
        "root": report.root.hex(),
        "checked": report.checked,
        "erased": report.erased,
        "waiting": report.waiting,
        "checkpoints": report.checkpoints,
        "last_checkpoint": {"at": last.at, "size": last.size} if last else None,
        "findings": findings,
        "unshown": report.unshown,
    }
