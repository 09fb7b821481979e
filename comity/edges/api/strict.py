"""Bodies read as strictly as the door reads them: no coercion, no unknown field, and the place of what is wrong in the sentence."""

# ruff: noqa: ARG003 - the framework gives its own hooks more than they need
from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Generator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import msgspec
from litestar.dto import AbstractDTO

if TYPE_CHECKING:
    from litestar._openapi.schema_generation import SchemaCreator
    from litestar.dto.data_structures import DTOFieldDefinition
    from litestar.openapi.spec import Reference, Schema
    from litestar.typing import FieldDefinition

T = TypeVar("T")
_ANY: Final = "[...]"  # what msgspec writes for whichever key of an object
_STEP: Final = re.compile(r"\[\.\.\.\]|\[\d+\]|\.[^.\[`]+")
_SHOWN: Final = re.compile(r"[A-Za-z0-9_-]{1,60}")  # a key that may be said back


@lru_cache(maxsize=64)
def _decoder(model: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(model)


def _placed(decoder: msgspec.json.Decoder[Any], sent: bytes, error: msgspec.ValidationError) -> msgspec.ValidationError:
    """The error with the keys as they were typed, in place of msgspec's `[...]`; as it came where they cannot be said.

    Cost: O(log n) more readings of the body for each object of n keys on the way, of a refused body alone.
    """
    sentence, at, path = str(error).rpartition("`$")
    try:
        body = [msgspec.json.decode(sent)]
        typed = _typed(decoder, body, _STEP.findall(path), str(error)) if _ANY in path else None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):  # what comes after the fault is no JSON, no UTF-8, or too deep
        return error
    return error if typed is None else msgspec.ValidationError(f"{sentence}{at}{typed}`")


def _typed(decoder: msgspec.json.Decoder[Any], body: list[Any], steps: list[str], said: str) -> str | None:
    """The path with its keys. Of an object, the fault is in the last key of the shortest beginning that has the same fault."""
    holder, place, path = cast("Any", body), cast("Any", 0), ""
    for step in steps:
        value = holder[place]
        if step == _ANY:
            key = _culprit(decoder, body, holder, place, said)
            if key is None or not _SHOWN.fullmatch(key):
                return None
            holder[place] = {key: value[key]}
            holder, place, path = holder[place], key, f"{path}.{key}"
        else:
            holder, place, path = value, int(step[1:-1]) if step[0] == "[" else step[1:], path + step
    return path


def _culprit(decoder: msgspec.json.Decoder[Any], body: list[Any], holder: Any, place: Any, said: str) -> str | None:
    value: dict[str, Any] = holder[place]
    keys = list(value)

    def fails(most: int) -> bool:
        holder[place] = {key: value[key] for key in keys[:most]}
        try:
            decoder.decode(msgspec.json.encode(body[0]))
        except msgspec.ValidationError as again:
            return str(again) == said
        return False

    found = bisect_left(range(len(keys) + 1), True, key=fails)
    return keys[found - 1] if 0 < found <= len(keys) else None


class Strict(AbstractDTO[T]):
    """`dto=Strict[CheckIn]`: the body goes through msgspec alone. Raises: msgspec.MsgspecError, which `problems` puts into words."""

    @classmethod
    def create_for_field_definition(cls, field_definition: FieldDefinition, handler_id: str, backend_cls: Any = None) -> None:
        """The model is taken as it stands: there is nothing to derive from it."""

    def decode_bytes(self, value: bytes) -> Any:
        """The body as the model. Raises: msgspec.MsgspecError."""
        decoder = _decoder(cast("Any", self.model_type))
        try:
            return decoder.decode(value)
        except msgspec.ValidationError as error:
            raise _placed(decoder, value, error) from None

    @classmethod
    def create_openapi_schema(cls, field_definition: FieldDefinition, handler_id: str, schema_creator: SchemaCreator) -> Reference | Schema:
        """The model's own schema."""
        return schema_creator.for_field_definition(field_definition)

    @classmethod
    def generate_field_definitions(cls, model_type: type[Any]) -> Generator[DTOFieldDefinition, None, None]:
        """None: nothing is derived."""
        yield from ()

    @classmethod
    def detect_nested_field(cls, field_definition: FieldDefinition) -> bool:
        """None is nested for us: msgspec reads the whole."""
        return False
