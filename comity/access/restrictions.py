"""Owners' restrictions: whom an owner keeps from one record, or from all its records (OWN-03).

An audience is a row that records point to. What holds for it is the owner's restriction over everything together with the record's
own, so restricting all reaches records with a restriction of their own too. All of it runs in the caller's transaction, as the owner.
Whoever keeps filters learns of a changed row from the table itself.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

import psycopg

from comity.access.entries import Means, enforce, entry, of_reader
from comity.access.model import Audience, AuthorityKind, Permission, Reader
from comity.access.rules import may
from comity.audit import Act
from comity.kernel.errors import Fault, Invalid

Connection = psycopg.AsyncConnection
# Told of each audience that changed, within the transaction.
Tell = Callable[[Connection, int], Awaitable[None]]


async def default_audience(connection: Connection, owner: int) -> int:
    """The id of the owner's restriction over all its records; made at the first call."""
    await connection.execute("insert into access.audience (owner, is_default) values (%s, true) on conflict do nothing", [owner])
    return await _id(connection, "select id from access.audience where owner = %s and is_default", [owner])


async def audience_for(connection: Connection, owner: int, denied_authorities: Iterable[int], denied_kinds: Iterable[AuthorityKind]) -> int:
    """The id of an audience with this restriction of a record's own; the same one for the same restriction.

    Raises: Invalid for an authority that is not there, or for the owner itself.
    """
    authorities, kinds = sorted(set(denied_authorities)), sorted({int(kind) for kind in denied_kinds})
    if not authorities and not kinds:
        return await default_audience(connection, owner)
    await _check(connection, owner, authorities)
    everywhere = await _default_of(connection, owner)
    values: dict[str, object] = {
        "owner": owner,
        "own_a": authorities,
        "own_k": kinds,
        "all_a": sorted(set(authorities) | everywhere.denied_authorities),
        "all_k": sorted(set(kinds) | {int(kind) for kind in everywhere.denied_kinds}),
    }
    await connection.execute(
        "insert into access.audience (owner, is_default, own_authorities, own_kinds, denied_authorities, denied_kinds) values"
        " (%(owner)s, false, %(own_a)s::smallint[], %(own_k)s::smallint[], %(all_a)s::smallint[], %(all_k)s::smallint[])"
        " on conflict do nothing",
        values,
    )
    return await _id(
        connection,
        "select id from access.audience where owner = %(owner)s and not is_default"
        " and own_authorities = %(own_a)s::smallint[] and own_kinds = %(own_k)s::smallint[]",
        values,
    )


async def audience_of(connection: Connection, audience: int) -> Audience | None:
    """What holds for an audience of the reader's own authority; None where it is not."""
    cursor = await connection.execute("select denied_authorities, denied_kinds from access.audience where id = %s", [audience])
    row = await cursor.fetchone()
    return _audience(row[0], row[1]) if row else None


async def all_audiences(connection: Connection) -> dict[int, Audience]:
    """Every audience by id, for the filters: who is denied, of all owners. Never shown to anybody."""
    rows = await (await connection.execute("select id, denied_authorities, denied_kinds from access.audiences()")).fetchall()
    return {int(row[0]): _audience(row[1], row[2]) for row in rows}


async def restrict_all(
    means: Means,
    connection: Connection,
    reader: Reader,
    denied_authorities: Iterable[int],
    denied_kinds: Iterable[AuthorityKind],
    tell: Tell | None = None,
) -> None:
    """Restricts all records of the reader's authority, at once; an empty restriction lifts it.

    The connection stands in `reader.context(Mode.OWN)`. Raises: Refused (audited), Invalid as `audience_for`.
    """
    decision = may(reader, Permission.REGISTER_OWNER_RESTRICT)
    await enforce(means, of_reader(reader), decision, "all records")
    owner = reader.authority
    authorities, kinds = sorted(set(denied_authorities)), sorted({int(kind) for kind in denied_kinds})
    await _check(connection, owner, authorities)
    default = await default_audience(connection, owner)
    await connection.execute(
        "update access.audience set own_authorities = %s::smallint[], own_kinds = %s::smallint[],"
        " denied_authorities = %s::smallint[], denied_kinds = %s::smallint[] where id = %s",
        [authorities, kinds, authorities, kinds, default],
    )
    changed = [default, *await _spread(connection, owner, authorities, kinds)]
    if tell:
        for audience in changed:
            await tell(connection, audience)
    detail = f"all records: {len(authorities)} authorities, {len(kinds)} kinds denied"
    await means.recorder.record(connection, entry(Act.RESTRICT, means.clock.now(), of_reader(reader), decision, detail))


async def restriction_of(connection: Connection, reader: Reader) -> Audience:
    """The restriction over all records of the reader's authority; the connection stands in `reader.context(Mode.OWN)`."""
    return await _default_of(connection, reader.authority)


async def _spread(connection: Connection, owner: int, authorities: list[int], kinds: list[int]) -> list[int]:
    """Makes the restriction over all records hold for the records with one of their own. Gives those audiences."""
    cursor = await connection.execute(
        "update access.audience a set"
        " denied_authorities = array(select distinct x from unnest(a.own_authorities || %s::smallint[]) x order by x),"
        " denied_kinds = array(select distinct x from unnest(a.own_kinds || %s::smallint[]) x order by x)"
        " where owner = %s and not is_default returning id",
        [authorities, kinds, owner],
    )
    return [int(row[0]) for row in await cursor.fetchall()]


async def _default_of(connection: Connection, owner: int) -> Audience:
    """The owner's restriction over all, locked so that it does not change before this transaction ends."""
    default = await default_audience(connection, owner)
    cursor = await connection.execute("select denied_authorities, denied_kinds from access.audience where id = %s for update", [default])
    row = await cursor.fetchone()
    return _audience(row[0], row[1]) if row else Audience()


async def _check(connection: Connection, owner: int, authorities: list[int]) -> None:
    cursor = await connection.execute("select number from access.authority where number = any(%s)", [authorities])
    known = {int(row[0]) for row in await cursor.fetchall()}
    if set(authorities) - known or owner in authorities:
        raise Invalid(Fault("denied_authorities", "unknown", "An authority to deny is there, and is not the owner.", "other authorities"))


async def _id(connection: Connection, statement: str, values: list[int] | dict[str, object]) -> int:
    row = await (await connection.execute(statement, values)).fetchone()
    if row is None:
        raise Invalid(Fault("audience", "not_owner", "Only the owner restricts its records (OWN-03).", "the owner's own context"))
    return int(row[0])


def _audience(authorities: list[int], kinds: list[int]) -> Audience:
    return Audience(frozenset(authorities), frozenset(AuthorityKind(kind) for kind in kinds))
