"""An import from its file to the records: proposed by one officer, looked at and approved by another, all in one transaction or not at all.

A process that dies at any moment leaves the proposal as it was, or all of it done; an approval sent again gives what the first one did.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO, Final
from uuid import UUID

from comity.access.model import Permission, Reader
from comity.audit import Act
from comity.imports import rules, store
from comity.imports.compare import Kind, reasons
from comity.imports.countries import known_names
from comity.imports.judging import Judged, basis_of, compared, entered, judged, refuse_header
from comity.imports.model import Header, Item, NoReason, NoSuchProposal, Proposal, StaleProposal, State
from comity.kernel.errors import Fault, Invalid
from comity.kernel.ids import AuthorityNumber, record_id
from comity.registers import holding, reviewed
from comity.registers.declarations.notices import NOTICES
from comity.registers.desk import AlreadyThere, Desk, acting, entry, permitted, probes
from comity.registers.record import Draft
from comity.registers.reviewed import Two
from comity.registers.validate import InvalidRecord, draft

if TYPE_CHECKING:
    from psycopg import AsyncConnection

PAGE: Final = 50
_CHUNK: Final = 200
_STALE: Final = Fault(
    "proposal", "stale", "Records that this import compares with were changed since.", "Refuse it, and propose the file anew."
)
_LEFT_BEHIND: Final = Fault("proposal", "stale", "The register no longer takes what this import proposes.", "Refuse it, and propose anew.")


async def propose(desk: Desk, reader: Reader, file: BinaryIO, header: Header, members: Mapping[str, str]) -> Proposal:
    """Reads a list and keeps what it would do. Nothing of it is visible to anybody but one's own authority.

    `members`: names of the organisation's members with their codes, which entries may name as countries.
    Raises: Refused; Invalid for the header; InvalidList.
    """
    await permitted(desk, reader, NOTICES, Permission.REGISTER_IMPORT_PROPOSE)
    async with acting(desk, reader, NOTICES, "propose import"):
        rules.may_propose(reader).enforce()
    at = desk.clock.now()
    if fault := rules.on_behalf(reader, header.behalf):
        raise Invalid(fault)
    refuse_header(header, at.date())
    found = await asyncio.to_thread(judged, file, header, at.date(), known_names(members))
    async with acting(desk, reader, NOTICES, "propose import") as connection:
        proposal, items = await _proposal(desk, connection, reader, header, found, at)
        key = await reviewed.lend_key(desk, connection, proposal.id, proposal.owner)
        await store.put(connection, proposal, items, key)
        done = entry(Act.IMPORT, at, reader, NOTICES, rule="REC-18", detail=f"proposed: {_said(proposal)}; sha256 {proposal.digest}")
        await desk.recorder.record(connection, done)
    return proposal


async def _proposal(
    desk: Desk, connection: AsyncConnection, reader: Reader, header: Header, found: Judged, at: datetime
) -> tuple[Proposal, Sequence[Item]]:
    before = await reviewed.records_of(desk, connection, NOTICES, await store.made(connection))
    places = await reviewed.there_already(desk, connection, NOTICES, [item.values for item in found.good])
    items, counts = compared(found, before, frozenset(found.good[place].number for place in places))
    proposal = Proposal(
        id=record_id(AuthorityNumber(reader.authority), int(at.timestamp() * 1000), secrets.randbits(62)),
        owner=reader.authority,
        bureau=reader.bureau,
        officer=reader.officer,
        at=at,
        state=State.PROPOSED,
        generated=found.generated,
        digest=found.digest,
        header=header,
        counts=counts,
        reasons=reasons(item.faults[0][1] for item in items if item.kind is Kind.REFUSED),
        unread=found.unread,
        basis=basis_of({record.id: record.version for record in before.values()}),
    )
    return proposal, items


def _said(proposal: Proposal) -> str:
    one = proposal.counts
    return (
        f"{one.entries} entries: {one.added} added, {one.changed} changed, {one.unchanged} unchanged, {one.refused} refused;"
        f" {one.withdrawn} of {one.before} withdrawn"
    )


async def listed(desk: Desk, reader: Reader, before: tuple[datetime, UUID] | None = None) -> list[Proposal]:
    """A page of one's own authority's imports, the newest first. Raises: Refused, also for a country, which has none."""
    await permitted(desk, reader, NOTICES, Permission.REGISTER_IMPORT_LIST)
    async with acting(desk, reader, NOTICES, "list imports") as connection:
        rules.may_propose(reader).enforce()
        found = await store.proposals(connection, before, PAGE)
        await desk.recorder.record(
            connection, entry(Act.LIST, desk.clock.now(), reader, NOTICES, rule="OWN-07", detail=f"{len(found)} imports")
        )
    return found


async def shown(
    desk: Desk, reader: Reader, which: UUID, kind: Kind | None = None, after: int = 0
) -> tuple[Proposal, list[tuple[int, Item]]]:
    """One import and a page of its differences, of one kind or all; none once it is decided, since they go with the decision.

    Raises: Refused, NoSuchProposal.
    """
    await permitted(desk, reader, NOTICES, Permission.REGISTER_IMPORT_LIST)
    async with acting(desk, reader, NOTICES, "show import") as connection:
        proposal = await _found(connection, which)
        key = await reviewed.lent_key(desk, connection, which)
        items = await store.items(connection, which, key, kind, after, PAGE) if key else []
        records = tuple(item.record for _, item in items if item.record)
        done = entry(Act.READ, desk.clock.now(), reader, NOTICES, rule="OWN-07", shown=records, detail="import", question=which.bytes)
        await desk.recorder.record(connection, done)
        if proposal.state is State.PROPOSED:
            proposal = replace(proposal, stale=await _stale(connection, proposal))
    return proposal, items


async def _found(connection: AsyncConnection, which: UUID, *, lock: bool = False) -> Proposal:
    found = await store.proposal(connection, which, lock=lock)
    if found is None:
        raise NoSuchProposal("There is no such import.")
    return found


async def _stale(connection: AsyncConnection, proposal: Proposal) -> bool:
    return basis_of(await reviewed.versions_of(connection, NOTICES, await store.made(connection))) != proposal.basis


async def approve(desk: Desk, reader: Reader, which: UUID, reason: str = "") -> Proposal:
    """A second officer lets all of it become records, at once visible to others: added, changed, withdrawn (ACC-09, REC-18).

    Raises: Refused; NoSuchProposal; NoReason where much would be withdrawn; StaleProposal. What is raised leaves nothing behind.
    """
    await permitted(desk, reader, NOTICES, Permission.REGISTER_IMPORT_APPROVE)
    at = desk.clock.now()
    try:
        async with acting(desk, reader, NOTICES, "approve import") as connection:
            proposal = await _found(connection, which, lock=True)
            if proposal.state is State.APPROVED and proposal.decided_by == reader.officer:
                return proposal  # the answer to the first approval was lost on its way
            decision = rules.may_decide(reader, proposal)
            decision.enforce()
            known = await holding.standing(connection, NOTICES, at.date())
            rules.may_publish(supervised=known.supervised).enforce()
            if fault := rules.lacks_reason(proposal.counts, reason):
                raise NoReason(fault)
            if await _stale(connection, proposal):
                raise StaleProposal(_STALE)
            await _apply(desk, connection, reader, proposal, at)
            return await _decided(desk, connection, reader, proposal, State.APPROVED, decision.rule, reason, at)
    except AlreadyThere:
        raise StaleProposal(_STALE) from None
    except InvalidRecord:
        raise StaleProposal(_LEFT_BEHIND) from None


async def refuse(desk: Desk, reader: Reader, which: UUID, reason: str) -> Proposal:
    """Ends an import without any record. Who proposed it may take it back. Raises: Refused, NoSuchProposal, NoReason."""
    await permitted(desk, reader, NOTICES, Permission.REGISTER_IMPORT_LIST)
    if len(reason.strip()) < rules.SHORTEST_REASON:
        raise NoReason(Fault("reason", "required", "State why.", f"At least {rules.SHORTEST_REASON} characters."))
    async with acting(desk, reader, NOTICES, "refuse import") as connection:
        proposal = await _found(connection, which, lock=True)
        decision = rules.may_refuse(reader, proposal)
        decision.enforce()
        return await _decided(desk, connection, reader, proposal, State.REFUSED, decision.rule, reason, desk.clock.now())


async def _decided(
    desk: Desk, connection: AsyncConnection, reader: Reader, proposal: Proposal, state: State, rule: str, reason: str, at: datetime
) -> Proposal:
    await store.decide(connection, proposal.id, state, reader.officer, at)
    await reviewed.drop_key(connection, proposal.id)
    detail = f"import {state.code}: {_said(proposal)}; sha256 {proposal.digest}"
    await desk.recorder.record(connection, entry(Act.DECIDE, at, reader, NOTICES, rule=rule, detail=detail, question=reason.encode()))
    return replace(proposal, state=state, decided_by=reader.officer, decided_at=at)


async def _apply(desk: Desk, connection: AsyncConnection, reader: Reader, proposal: Proposal, at: datetime) -> None:
    key = await reviewed.lent_key(desk, connection, proposal.id)
    if key is None:
        raise NoSuchProposal("There is no such import.")
    gone = set(await store.made(connection)) - set(await reviewed.versions_of(connection, NOTICES, await store.made(connection)))
    await store.forget_made(connection, gone)
    two, after = Two(proposal.officer, reader), 0
    while items := await store.items(connection, proposal.id, key, None, after, _CHUNK):
        after = items[-1][0]
        await _apply_some(desk, connection, two, proposal, [item for _, item in items], at)


async def _apply_some(desk: Desk, connection: AsyncConnection, two: Two, proposal: Proposal, items: Sequence[Item], at: datetime) -> None:
    """Some items, with one entry in the audit that names the records and traces their identifiers."""
    header = entered(proposal.header)
    added = [draft(NOTICES, item.values, header, at.date()) for item in items if item.kind is Kind.ADDED]
    records = await reviewed.enter(desk, connection, NOTICES, two, added, at)
    await store.note_made(connection, proposal.owner, records)
    for item in items:
        if item.record and item.kind in (Kind.CHANGED, Kind.WITHDRAWN):
            records.append(item.record)
            now = draft(NOTICES, item.values, header, at.date()) if item.kind is Kind.CHANGED else None
            await _apply_one(desk, connection, two, item, now, at)
    if not records:
        return
    traced = tuple(trace for item in items for trace in probes(desk, NOTICES, item.values, at))
    detail = f"import: {len(added)} added, {len(records) - len(added)} changed or withdrawn"
    done = entry(Act.IMPORT, at, two.reviewer, NOTICES, rule="ACC-09", shown=tuple(records), detail=detail, probes=traced)
    await desk.recorder.record(connection, done)


async def _apply_one(desk: Desk, connection: AsyncConnection, two: Two, item: Item, now: Draft | None, at: datetime) -> None:
    before = await reviewed.held_now(desk, connection, NOTICES, item.record) if item.record else None
    if before is None or before.record.version != item.version:
        raise StaleProposal(_STALE)
    if now:
        await reviewed.correct(desk, connection, NOTICES, two, before, now, at)
        return
    await reviewed.withdraw(desk, connection, NOTICES, two, before, at)
    await store.forget_made(connection, [before.record.id])
