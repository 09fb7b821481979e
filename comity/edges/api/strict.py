"""Bodies read as strictly as the door reads them: no coercion, no unknown field, and the place of what is wrong in the sentence."""

# ruff: noqa: ARG003 - the framework gives its own hooks more than they need
from __future__ import annotations

from collections.abc import Generator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

import msgspec
from litestar.dto import AbstractDTO

if TYPE_CHECKING:
    from litestar._openapi.schema_generation import SchemaCreator
    from litestar.dto.data_structures import DTOFieldDefinition
    from litestar.openapi.spec import Reference, Schema
    from litestar.typing import FieldDefinition

T = TypeVar("T")


@lru_cache(maxsize=64)
def _decoder(model: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(model)


class Strict(AbstractDTO[T]):
    """`dto=Strict[CheckIn]`: the body goes through msgspec alone. Raises: msgspec.MsgspecError, which `problems` puts into words."""

    @classmethod
    def create_for_field_definition(cls, field_definition: FieldDefinition, handler_id: str, backend_cls: Any = None) -> None:
        """The model is taken as it stands: there is nothing to derive from it."""

    def decode_bytes(self, value: bytes) -> Any:
        """The body as the model. Raises: msgspec.MsgspecError."""
        return _decoder(cast("Any", self.model_type)).decode(value)

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
