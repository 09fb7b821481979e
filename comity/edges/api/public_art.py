"""What anybody may look up: works of art that their owners opened to the public. Asks for no sign-in, keeps nothing of who asks."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath, JSONBody

from comity.access.addresses import asker_address
from comity.access.limits import bucket_key, shared
from comity.access.settings import Rate
from comity.app import Comity
from comity.edges.api.callers import AnyRequest
from comity.edges.api.documented import open_to_all
from comity.edges.api.entrance import OPEN
from comity.edges.api.finding import DescribedIn
from comity.edges.api.given import GivenComity
from comity.edges.api.problems import TooFast
from comity.edges.api.records import ShownValues, nested_out
from comity.edges.api.strict import Strict
from comity.engines.store import NOBODY
from comity.kernel.errors import Absent
from comity.search import public_art
from comity.search.objects import Described
from comity.search.public_art import PublicWork

ASKED: Final = Rate(burst=20, per_second=0.2)  # as on the page


class WorkOut(msgspec.Struct, frozen=True):
    """One work as anybody sees it, without whatever leads to a person or a case. `words`, `measures`: in what it agrees."""

    id: UUID
    owner: str
    values: ShownValues
    changed_at: datetime
    words: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()


class WorksOut(msgspec.Struct, frozen=True):
    """The likest first, at most twenty. A record that looks alike is no proof."""

    items: tuple[WorkOut, ...]
    next: str = ""


async def _unhurried(comity: Comity, request: AnyRequest) -> None:
    """Raises: Absent where nothing is public here; TooFast."""
    if not comity.settings.public_art:
        raise Absent
    peer, forwarded = request.client.host if request.client else "", request.headers.getall("x-forwarded-for", [])
    address = asker_address(peer, forwarded, behind_proxy=comity.settings.behind_proxy)
    async with comity.store.transaction(NOBODY) as connection:
        wait = await shared(connection, comity.clock, ASKED, bucket_key(comity.keyring, "art", address))
    if wait > 0:
        raise TooFast(max(1, round(wait)))


def _out(comity: Comity, work: PublicWork) -> WorkOut:
    owner = comity.directory.authorities.get(work.owner)
    code = owner.code if owner else str(work.owner)
    return WorkOut(work.id, code, nested_out("art", work.values), work.changed_at, work.words, work.measures)


@post("/public/art/find", status_code=200, dto=Strict[DescribedIn], opt={OPEN: True}, responses=open_to_all(404, 413, 422, 429, 503))
async def find_public(comity: GivenComity, request: AnyRequest, data: JSONBody[DescribedIn]) -> WorksOut:
    """Works that are like a description, of those that are open to the public."""
    await _unhurried(comity, request)
    described = Described(data.words, tuple((one.dimension, one.value) for one in data.measures))
    return WorksOut(tuple(_out(comity, work) for work in await public_art.find(comity.records, described)))


@get("/public/art/{record:uuid}", opt={OPEN: True}, responses=open_to_all(404, 429, 503))
async def public_work(comity: GivenComity, request: AnyRequest, record: FromPath[UUID]) -> WorkOut:
    """One work; what is not open to the public is not there."""
    await _unhurried(comity, request)
    return _out(comity, await public_art.one(comity.records, record))


ROUTES = Router("/", route_handlers=[find_public, public_work], tags=["Public"])
