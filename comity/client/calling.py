"""A connection to one Comity, and answers as their types. Raises `comity.client.errors.ApiError` and nothing else."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
import msgspec

from comity.client.errors import ServerFailed
from comity.client.transport import Call, Transport

T = TypeVar("T")


class Caller:
    """What every endpoint of the client is asked through. `token`: of a session, or of a system."""

    def __init__(self, address: str, token: str = "", *, timeout_s: float = 30.0, http: httpx.Client | None = None) -> None:
        self._transport = Transport(address, token, timeout_s=timeout_s, http=http)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Lets the connections go; the session lives on."""
        self._transport.close()

    def _ask(self, call: Call, kind: type[T]) -> T:
        return decoded(msgspec.json.Decoder(kind), self._transport.send(call))

    def _list(self, call: Call, kind: type[T]) -> tuple[T, ...]:
        page = self._ask(call, dict[str, Any])
        try:
            return msgspec.convert(page.get("items"), tuple[kind, ...])  # type: ignore[valid-type]
        except msgspec.MsgspecError as problem:
            raise _strange(problem) from problem


def decoded(decoder: msgspec.json.Decoder[T], content: bytes) -> T:
    """A body as its type. Raises: ServerFailed, where it is something else."""
    try:
        return decoder.decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError) as problem:
        raise _strange(problem) from problem


def _strange(problem: Exception) -> ServerFailed:
    return ServerFailed(f"The answer is not one of Comity's API, or of another version: {problem}")
