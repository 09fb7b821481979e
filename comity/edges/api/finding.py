"""Finding an object by what it looks like: words and measures, in the register of works of art."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import Router, post
from litestar.params import FromPath, JSONBody

from comity.edges.api.callers import AnyRequest, caller_of, within_rate
from comity.edges.api.documented import writing
from comity.edges.api.given import PLAIN, GivenComity, GivenReader, Word
from comity.edges.api.records import RecordOut, record_out
from comity.edges.api.strict import Strict
from comity.registers.catalogue import register as declared
from comity.search.objects import Described, find


class MeasureIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A measure with its unit (`120 cm`, `4 ft 2 in`); records within a tenth of it agree."""

    dimension: Word
    value: Word


class DescribedIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the object looks like. Words count in any order; common ones tell only between what rarer ones found."""

    words: Annotated[str, msgspec.Meta(max_length=500, pattern=PLAIN)] = ""
    measures: Annotated[tuple[MeasureIn, ...], msgspec.Meta(max_length=6)] = ()


class LikeOut(msgspec.Struct, frozen=True):
    """A record that is like it: the asked words that it has, the dimensions that agree, and how much of the question it meets (0 to 1)."""

    record: RecordOut
    words: tuple[str, ...]
    measures: tuple[str, ...]
    share: float


class FoundOut(msgspec.Struct, frozen=True):
    """The likest first, at most fifty; `more`: others were like it. `common`: words of so many records that they led to none alone.

    It identifies nothing: whoever holds the object compares.
    """

    items: tuple[LikeOut, ...]
    asked: tuple[str, ...]
    common: tuple[str, ...]
    more: bool
    next: str = ""


@post("/registers/{register:str}/find", status_code=200, dto=Strict[DescribedIn], responses=writing(404, 429))
async def find_like(
    comity: GivenComity, request: AnyRequest, reader: GivenReader, register: FromPath[str], data: JSONBody[DescribedIn]
) -> FoundOut:
    """Records that are like a description. Recorded as a check; owners learn of it when a record is opened."""
    within_rate(comity, caller_of(request))
    described = Described(data.words, tuple((one.dimension, one.value) for one in data.measures))
    found = await find(comity.records, reader, declared(register), described)
    items = tuple(LikeOut(record_out(comity, one.shown), one.words, one.measures, round(one.share, 3)) for one in found.found)
    return FoundOut(items, found.asked, found.common, found.more)


ROUTES = Router("/", route_handlers=[find_like], tags=["Checks"])
