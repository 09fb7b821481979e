"""What a form sent: names and their values, within bounds, before anybody believes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias
from urllib.parse import parse_qs

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.exceptions import ClientException

from comity.kernel.errors import Fault, Invalid

AnyRequest: TypeAlias = Request[Any, Any, Any]  # whose user, session and state the framework does not keep: ours do not go through it

_FIELDS: Final = 2000  # a notice of the United Nations has forty names of seven parts
_LONGEST: Final = 20_000  # characters of one field
FORM_BYTES: Final = 200_000
FILE_BYTES: Final = 50_000_000


def number_in(text: str, most: int) -> int | None:
    """A whole number of 1 to `most` digits; None for anything else.

    `str.isdigit` alone takes ² for a digit, which `int` refuses, as it does thousands of them.
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= most else None


@dataclass(frozen=True, slots=True)
class Posted:
    """The fields of a form. `file` is what was uploaded, where a form uploads."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    file: UploadFile | None = None

    def one(self, name: str) -> str:
        """The first value of a field, without white space around it; empty where it is not there."""
        return self.values.get(name, ("",))[0].strip()

    def many(self, name: str) -> tuple[str, ...]:
        """Every value of a field."""
        return tuple(value.strip() for value in self.values.get(name, ()) if value.strip())

    def firsts(self) -> dict[str, str]:
        """The first value of each field."""
        return {name: self.one(name) for name in self.values}


NOTHING: Final = Posted()


def _bad() -> Invalid:
    return Invalid(Fault("form", "malformed", "The form cannot be read."))


async def posted(request: AnyRequest) -> Posted:
    """The form of a request. Raises: Invalid for what no form of ours sends."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return await _with_file(request)
    body = await request.body()
    if kind not in ("application/x-www-form-urlencoded", "") or len(body) > FORM_BYTES:
        raise _bad()
    try:
        values = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=_FIELDS)
    except ValueError:
        raise _bad() from None
    return Posted(_clean(values))


async def _with_file(request: AnyRequest) -> Posted:
    try:
        form = await request.form()
    except ClientException:
        raise _bad() from None
    values: dict[str, list[str]] = {}
    upload: UploadFile | None = None
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            upload = value
        else:
            values.setdefault(name, []).append(str(value))
    return Posted(_clean(values), upload)


def _clean(values: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    if any(len(value) > _LONGEST or "\x00" in value for many in values.values() for value in many):
        raise _bad()
    return {name: tuple(many) for name, many in values.items()}
