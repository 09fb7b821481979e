"""Mappings: what the columns of a unit's files are to a register; and a file looked at before it is loaded."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

import msgspec
from litestar import Router, delete, get, post, put
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIType
from litestar.params import FromPath, JSONBody, QueryParameter

from comity.access.model import Reader
from comity.app import Comity
from comity.edges.api.callers import AnyRequest
from comity.edges.api.documented import reading, writing
from comity.edges.api.given import PLAIN, GivenComity, GivenReader, Word
from comity.edges.api.problems import FaultOut
from comity.edges.api.strict import Strict
from comity.kernel.errors import Fault
from comity.registers.catalogue import register as declared
from comity.registers.mapping.guess import label
from comity.registers.mapping.looking import Looked, Said
from comity.registers.mapping.model import LONGEST_NAME, LONGEST_TITLE, MOST_COLUMNS, Mapping
from comity.registers.model import Register
from comity.registers.record import Entered

LARGEST: Final = 64 << 20  # bytes
_Name = FromPath[Annotated[str, msgspec.Meta(max_length=LONGEST_NAME)]]
_Title = Annotated[str, msgspec.Meta(max_length=LONGEST_TITLE, pattern=PLAIN)]
_Path = Annotated[str, msgspec.Meta(max_length=120, pattern=PLAIN)]
_Said = Annotated[str, QueryParameter(max_length=LONGEST_NAME, pattern=PLAIN)]


class MappingIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`columns`: title of a column -> path in the register, empty to leave it out. `words`: path of a list -> word of the file -> value."""

    columns: Annotated[dict[_Title, _Path], msgspec.Meta(min_length=1, max_length=MOST_COLUMNS)]
    words: Annotated[dict[_Path, dict[_Title, _Path]], msgspec.Meta(max_length=MOST_COLUMNS)] = {}
    encoding: Word = ""


class MappingOut(msgspec.Struct, frozen=True):
    """A mapping of one's unit."""

    name: str
    register: str
    columns: dict[str, str]
    words: dict[str, dict[str, str]]
    encoding: str
    changed_by: int
    changed_at: datetime | None


class MappingsOut(msgspec.Struct, frozen=True):
    """Those of one's unit, by name."""

    items: tuple[MappingOut, ...]


class ColumnGuess(msgspec.Struct, frozen=True):
    """What a column may be. `why`: said (confirmed before), name, label, title, content, nothing. `path` empty: it is left out."""

    title: str
    path: str
    label: str
    why: str


class WordGuess(msgspec.Struct, frozen=True):
    """A word in a column of choices. `sure`: it is taken as it stands; else `value` is a guess, empty where there is none."""

    word: str
    value: str
    rows: int
    sure: bool


class RowPreview(msgspec.Struct, frozen=True):
    """A row as it would be understood: path -> value, or all that is wrong with it."""

    values: dict[str, str]
    faults: tuple[FaultOut, ...]


class LookedOut(msgspec.Struct, frozen=True):
    """A file before its load. `encoding_certain` false: it is a guess. `faults`: why nothing could be loaded as it is."""

    kind: str
    encoding: str
    encoding_certain: bool
    columns: tuple[ColumnGuess, ...]
    words: dict[str, tuple[WordGuess, ...]]
    rows: tuple[RowPreview, ...]
    faults: tuple[FaultOut, ...]


@dataclass
class _FileOperation(Operation):
    """The body is a file, which the framework cannot see in the signature."""

    def __post_init__(self) -> None:
        file = OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING, description="CSV, JSON Lines or XLSX: told by how it begins."))
        self.request_body = RequestBody(content={"text/csv": file, "application/octet-stream": file}, required=True)


@get("/registers/{register:str}/mappings", responses=reading(404))
async def mappings(comity: GivenComity, reader: GivenReader, register: FromPath[str]) -> MappingsOut:
    """The mappings of one's unit for a register."""
    return MappingsOut(tuple(_out(declared(register), one) for one in await comity.mappings.listed(reader, declared(register))))


@get("/registers/{register:str}/mappings/{name:str}", responses=reading(404))
async def mapping(comity: GivenComity, reader: GivenReader, register: FromPath[str], name: _Name) -> MappingOut:
    """One mapping."""
    return _out(declared(register), await comity.mappings.of(reader, declared(register), name))


@put("/registers/{register:str}/mappings/{name:str}", dto=Strict[MappingIn], request_max_body_size=1 << 20, responses=writing(404))
async def kept(
    comity: GivenComity, reader: GivenReader, register: FromPath[str], name: _Name, data: JSONBody[MappingIn]
) -> MappingOut:  # fmt: skip
    """Keeps a mapping under its name, in the place of one that was there."""
    of = declared(register)
    made = Mapping(name, of.number, dict(data.columns), {path: dict(words) for path, words in data.words.items()}, data.encoding)
    return _out(of, await comity.mappings.keep(reader, of, made))


@delete("/registers/{register:str}/mappings/{name:str}", status_code=204, responses=writing(404))
async def removed(comity: GivenComity, reader: GivenReader, register: FromPath[str], name: _Name) -> None:
    """Takes a mapping away. What was loaded by it stays."""
    await comity.mappings.remove(reader, declared(register), name)


@post(
    "/registers/{register:str}/mappings/look", status_code=200, request_max_body_size=LARGEST, operation_class=_FileOperation,
    responses=writing(404),
)  # fmt: skip
async def looked(
    comity: GivenComity,
    request: AnyRequest,
    reader: GivenReader,
    register: FromPath[str],
    mapping: _Said = "",
    encoding: _Said = "",
    kind: _Said = "",
    purposes: Annotated[list[str] | None, QueryParameter(max_items=20)] = None,
    law: Annotated[str, QueryParameter(max_length=300, pattern=PLAIN)] = "",
    source: _Said = "",
    level: _Said = "official",
) -> LookedOut:
    """Looks at a file: what its columns and words may be, its first rows as they would be understood. Nothing is loaded or kept."""
    of = declared(register)
    defaults = Entered(purposes=tuple(purposes or ()), law=law, source=source, level=level)
    said = await said_by(comity, reader, of, mapping)
    found = await comity.mappings.look(
        reader, of, io.BytesIO(await request.body()), kind=kind, encoding=encoding, said=said, defaults=defaults
    )
    return _looked_out(of, found)


async def said_by(comity: Comity, reader: Reader, register: Register, name: str) -> Said:
    """What a kept mapping says; nothing without a name. Raises: NoSuchMapping; Refused."""
    if not name:
        return Said({}, {})
    found = await comity.mappings.of(reader, register, name)
    return Said(found.columns, found.words, encoding=found.encoding)


def _out(register: Register, one: Mapping) -> MappingOut:
    return MappingOut(one.name, register.name, one.columns, one.words, one.encoding, one.changed_by, one.changed_at)


def _fault(fault: Fault) -> FaultOut:
    return FaultOut(fault.field, fault.code, fault.sentence, fault.accepted)


def _looked_out(register: Register, found: Looked) -> LookedOut:
    columns = tuple(ColumnGuess(one.title, one.path, label(register, one.path) if one.path else "", one.why.value) for one in found.guesses)
    words = {path: tuple(WordGuess(one.word, one.value, one.rows, one.sure) for one in of) for path, of in found.words.items()}
    rows = tuple(RowPreview(row.values, tuple(map(_fault, row.faults))) for row in found.rows)
    peek = found.peek
    return LookedOut(peek.kind.value, peek.encoding, peek.certain, columns, words, rows, tuple(map(_fault, found.wrong)))


ROUTES = Router("/", route_handlers=[mappings, mapping, kept, removed, looked], tags=["Records"])
