"""Records: entering, reading, listing one's own, correcting, and what an owner decides about one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Final
from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.params import FromPath, JSONBody, QueryParameter

from comity.access.model import AuthorityKind, Reader
from comity.app import Comity
from comity.edges.api.callers import AnyRequest, caller_of, within_rate
from comity.edges.api.documented import reading, writing
from comity.edges.api.given import PLAIN, GivenComity, GivenReader, Number, Reason, Text, Word, codes_to_numbers
from comity.edges.api.strict import Strict
from comity.edges.api.wire import LEVELS
from comity.kernel.errors import Fault, Invalid
from comity.registers import deciding, entering
from comity.registers import reading as records
from comity.registers.catalogue import register as declared
from comity.registers.events import RecordEvent
from comity.registers.life_versions import replace_person
from comity.registers.lists.cursors import LONGEST as LONGEST_MARK
from comity.registers.lists.filters import LONGEST, Filter
from comity.registers.lists.listing import MOST_LISTED, Wanted
from comity.registers.lists.listing import listed as page_of
from comity.registers.model import Register
from comity.registers.paths import flat, nested
from comity.registers.record import Entered, Values
from comity.registers.redact import Shown, redact

LARGEST: Final = 65_536  # bytes of one record
_Words = Annotated[tuple[Word, ...], msgspec.Meta(max_length=20)]
_Codes = Annotated[tuple[Word, ...], msgspec.Meta(max_length=4095)]
_Condition = Annotated[str, msgspec.Meta(max_length=LONGEST + 60, pattern=PLAIN)]
Conditions = Annotated[
    list[_Condition] | None,
    QueryParameter(
        description="NAME=VALUE, once for each condition: state, purposes, level, warnings, discreet, source, changed_by, show (waiting, "
        "ends_soon, stale), identifier, a field with a column of its own, and NAME_from, NAME_to of created, changed, confirmed, ends and "
        "dates; several values of a closed list with commas.",
    ),
]
Sort = Annotated[
    str, QueryParameter(max_length=61, description="changed, created, ends, confirmed or the register's `listed_by`; + or - before it.")
]
Mark = Annotated[str, QueryParameter(max_length=LONGEST_MARK, description="The mark `next` or `previous` of a page.")]
_Limit = Annotated[int, QueryParameter(ge=1, le=MOST_LISTED, description="Records on a page.")]


_Name = Annotated[str, msgspec.Meta(max_length=60)]
_Item = Text | dict[_Name, Text]
_Nested = dict[_Name, Text | dict[_Name, Text] | Annotated[list[_Item], msgspec.Meta(max_length=500)]]


class HeaderIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a record is kept, and for whom. `ends_at` empty: as long as the register keeps."""

    purposes: _Words
    law: Text
    source: Word
    level: Word = "official"
    handling: _Words = ()
    warnings: _Words = ()
    discreet: bool = False
    ends_at: Word = ""


class RecordIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A record to enter. `values`: field name to what was typed, a list for a repeated field, an object for a compound one.

    The register's declaration says which fields there are; a path (`documents.2.number`) does as well.
    """

    values: _Nested
    header: HeaderIn


class CorrectIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """New content for a record. `version`: the one that was read, so that nobody's change is lost.

    `wrong_person`: the record was about somebody else. It is erased at once with its versions, and this entered under another id.
    """

    values: _Nested
    header: HeaderIn
    version: Number
    wrong_person: bool = False


class Decision(StrEnum):
    """What an owner decides about a record."""

    BLOCK = "block"
    CONFIRM = "confirm"
    RELEASE = "release"
    RESTRICT = "restrict"
    UNBLOCK = "unblock"
    WITHDRAW = "withdraw"


class KindIn(StrEnum):
    """A kind of authority."""

    COUNTRY = "country"
    ENTITY = "entity"
    SECRETARIAT = "secretariat"

    @property
    def kind(self) -> AuthorityKind:
        """The kind of authority that the word of the API stands for."""
        return AuthorityKind[self.name]


class DecideIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why, and for `restrict` whom: codes of authorities, and kinds of authority (country, entity, secretariat)."""

    reason: Reason = ""
    denied_authorities: _Codes = ()
    denied_kinds: Annotated[tuple[KindIn, ...], msgspec.Meta(max_length=3)] = ()


ShownValues = dict[str, str | dict[str, str] | list[str | dict[str, str]]]


class RecordOut(msgspec.Struct, frozen=True):
    """A record as far as the reader may see it. What follows `ends_at` is filled for its owner alone."""

    id: UUID
    register: str
    owner: str
    own: bool
    values: ShownValues
    left_out: tuple[str, ...]
    level: str
    purposes: tuple[str, ...]
    warnings: tuple[str, ...]
    handling: tuple[str, ...]
    first_step: tuple[str, ...]
    confirmed_at: datetime
    created_at: datetime
    ends_at: date
    state: str
    blocked_by: str
    law: str
    source: str
    discreet: bool
    version: int


class RecordsOut(msgspec.Struct, frozen=True):
    """A page of one's own records. `total` counts all that fit, exactly up to 10,000; where there is `more`, more than so many fit."""

    items: tuple[RecordOut, ...]
    next: str
    previous: str
    total: int
    more: bool


class DecidedOut(msgspec.Struct, frozen=True):
    """What happened to the record."""

    id: UUID
    register: str
    happened: str
    at: datetime


def nested_out(register: str, values: Values) -> ShownValues:
    """A record's values as the API shows them."""
    return msgspec.convert(nested(declared(register), values), ShownValues)


def record_out(comity: Comity, shown: Shown) -> RecordOut:
    """A record as the API shows it."""
    owner = comity.directory.authorities.get(shown.owner)
    return RecordOut(
        id=shown.id,
        register=shown.register,
        owner=owner.code if owner else str(shown.owner),
        own=shown.own,
        values=nested_out(shown.register, shown.values),
        left_out=shown.left_out,
        level=LEVELS[shown.level],
        purposes=shown.purposes,
        warnings=shown.warnings,
        handling=shown.handling,
        first_step=shown.first_step,
        confirmed_at=shown.confirmed_at,
        created_at=shown.created_at,
        ends_at=shown.ends_at,
        state=shown.state,
        blocked_by=shown.blocked_by,
        law=shown.law,
        source=shown.source,
        discreet=shown.discreet,
        version=shown.version,
    )


def _entered(header: HeaderIn) -> Entered:
    return Entered(**{name: getattr(header, name) for name in header.__struct_fields__})


def filter_of(register: Register, where: Sequence[str], state: str = "", value: str = "") -> Filter:
    """NAME=VALUE parts as a filter. Raises: Invalid for a part without a name."""
    words = {"state": state, register.listed_by: value}
    for place, part in enumerate(where):
        name, parted, given = part.partition("=")
        if not parted or not name:
            raise Invalid(Fault(f"where.{place}", "malformed", "This is not NAME=VALUE.", "NAME=VALUE"))
        words[name] = given
    return Filter({name: given for name, given in words.items() if given})


@get("/", responses=reading(404))
async def listed(
    comity: GivenComity,
    reader: GivenReader,
    register: FromPath[str],
    in_state: Annotated[str, QueryParameter(name="state", max_length=40, description="Only those in this state.")] = "",
    value: Annotated[str, QueryParameter(max_length=100, pattern=PLAIN, description="In the register's own column (`listed_by`).")] = "",
    where: Conditions = None,
    sort: Sort = "",
    after: Mark = "",
    limit: _Limit = 50,
) -> RecordsOut:
    """The records of one's own authority, filtered and sorted; the last changed first unless told otherwise."""
    into = declared(register)
    wanted = Wanted(filter_of(into, where or [], in_state, value), sort)
    page = await page_of(comity.records, reader, into, wanted, after=after, most=limit)
    shown = tuple(record_out(comity, one) for one in page.records)
    return RecordsOut(shown, page.next, page.previous, page.total, page.more)


@post("/", status_code=201, dto=Strict[RecordIn], request_max_body_size=LARGEST, responses=writing(404))
async def create(comity: GivenComity, reader: GivenReader, register: FromPath[str], data: JSONBody[RecordIn]) -> RecordOut:
    """Enters a record for one's own authority. Some wait for a second officer (REC-14, REC-15)."""
    into = declared(register)
    record, _ = await entering.create(comity.records, reader, into, flat(into, data.values), _entered(data.header))
    return record_out(comity, redact(into, record, reader))


@get("/{record:uuid}", responses=reading(404, 429))
async def read(
    comity: GivenComity,
    request: AnyRequest,
    reader: GivenReader,
    register: FromPath[str],
    record: FromPath[UUID],
    protected: Annotated[bool, QueryParameter(description="After a protected check: the owner is not told of this reading.")] = False,
) -> RecordOut:
    """One record. What is hidden from the reader and what is not there give the same answer (OWN-04)."""
    within_rate(comity, caller_of(request))
    return record_out(comity, await records.read(comity.records, reader, declared(register), record, protected=protected))


@put("/{record:uuid}", dto=Strict[CorrectIn], request_max_body_size=LARGEST, responses=writing(404))
async def correct(
    comity: GivenComity, reader: GivenReader, register: FromPath[str], record: FromPath[UUID], data: JSONBody[CorrectIn]
) -> RecordOut:
    """Puts new content in the place of a record's."""
    into = declared(register)
    typed, header = flat(into, data.values), _entered(data.header)
    act = replace_person if data.wrong_person else entering.correct
    after, _ = await act(comity.records, reader, into, record, typed, header, version=data.version)
    return record_out(comity, redact(into, after, reader))


_Act = Callable[[Comity, Reader, Register, UUID, DecideIn], Awaitable[RecordEvent]]


async def _block(comity: Comity, reader: Reader, register: Register, record: UUID, data: DecideIn) -> RecordEvent:
    if reader.kind is AuthorityKind.SECRETARIAT:
        return await deciding.order_block(comity.records, reader, register, record, data.reason)
    return await deciding.block(comity.records, reader, register, record, data.reason)


async def _unblock(comity: Comity, reader: Reader, register: Register, record: UUID, data: DecideIn) -> RecordEvent:
    if reader.kind is AuthorityKind.SECRETARIAT:
        return await deciding.order_block(comity.records, reader, register, record, data.reason, lift=True)
    return await deciding.unblock(comity.records, reader, register, record, data.reason)


async def _restrict(comity: Comity, reader: Reader, register: Register, record: UUID, data: DecideIn) -> RecordEvent:
    authorities = codes_to_numbers(comity, data.denied_authorities, "denied_authorities")
    return await deciding.restrict(comity.records, reader, register, record, authorities, [one.kind for one in data.denied_kinds])


_ACTS: Final[dict[Decision, _Act]] = {
    Decision.BLOCK: _block,
    Decision.CONFIRM: lambda comity, reader, register, record, _: deciding.confirm(comity.records, reader, register, record),
    Decision.RELEASE: lambda comity, reader, register, record, _: deciding.release(comity.records, reader, register, record),
    Decision.RESTRICT: _restrict,
    Decision.UNBLOCK: _unblock,
    Decision.WITHDRAW: lambda comity, reader, register, record, data: deciding.withdraw(
        comity.records, reader, register, record, data.reason
    ),
}


@post("/{record:uuid}/{act:str}", status_code=200, dto=Strict[DecideIn], request_max_body_size=LARGEST, responses=writing(404))
async def decide(
    comity: GivenComity,
    reader: GivenReader,
    register: FromPath[str],
    record: FromPath[UUID],
    act: FromPath[Decision],
    data: JSONBody[DecideIn],
) -> DecidedOut:
    """Restricts, blocks, unblocks, releases, confirms or withdraws a record. The secretariat blocks what another owns (BLK-02)."""
    event = await _ACTS[act](comity, reader, declared(register), record, data)
    return DecidedOut(event.record, register, event.happened, event.at)


ROUTES = Router("/registers/{register:str}/records", route_handlers=[listed, create, read, correct, decide], tags=["Records"])
