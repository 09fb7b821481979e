"""Errors as RFC 9457 bodies: one shape for every door.

Invalid          422  `faults`: field, code, sentence, accepted
Unauthenticated  401  no session and no token in force, or the way of signing in did not fit
Refused          403  `rule`, `granted_by`
Absent           404  the same whether it is not there or not for the asker
Clash            409  an Idempotency-Key whose first request has no answer yet
TooLarge         413  a body of more than the endpoint reads
TooFast          429  `retry_after`, and the header
Unavailable      503  `still_works`
"""

from __future__ import annotations

from typing import Final

import msgspec

from comity.kernel.errors import Absent, ComityError, Invalid, Refused, Unavailable

CONTENT_TYPE: Final = b"application/problem+json"


class TooFast(ComityError):
    """More than the rate allows; `retry_after` seconds until the next."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Too many requests. Come back in {retry_after} s.")
        self.retry_after = retry_after


class Unauthenticated(ComityError):
    """No session and no token in force, or one that has ended. The sentence is the same whatever was at fault."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence)


class Clash(ComityError):
    """A request with this Idempotency-Key was begun and has no answer: it is under way, or it broke off."""


class TooLarge(ComityError):
    """A body of more than `most` bytes."""

    def __init__(self, most: int) -> None:
        super().__init__(f"The body has more than {most} bytes.")


class FaultOut(msgspec.Struct, frozen=True):
    """One bad field."""

    field: str
    code: str
    sentence: str
    accepted: str


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """An RFC 9457 body. `type` is a stable word of ours, relative to this service."""

    type: str
    title: str
    status: int
    detail: str = ""
    rule: str = ""
    granted_by: str = ""
    faults: tuple[FaultOut, ...] = ()
    still_works: str = ""
    retry_after: int = 0


def problem(error: Exception) -> Problem:
    """The body of an error. What is not one of ours tells nothing but that it happened."""
    match error:
        case Invalid():
            faults = tuple(FaultOut(fault.field, fault.code, fault.sentence, fault.accepted) for fault in error.faults)
            return Problem("/problems/invalid", "The request cannot be understood.", 422, str(error), faults=faults)
        case msgspec.MsgspecError():
            fault = _fault(error)
            return Problem(
                "/problems/invalid", "The request cannot be understood.", 422, f"{fault.field}: {fault.sentence}", faults=(fault,)
            )
        case Refused():
            return Problem("/problems/refused", "A rule forbids this.", 403, error.sentence, rule=error.rule, granted_by=error.granted_by)
        case Absent():
            return Problem("/problems/absent", "There is no such thing here.", 404)
        case TooFast():
            return Problem("/problems/too-fast", "Too many requests.", 429, str(error), retry_after=error.retry_after)
        case Unauthenticated():
            return Problem("/problems/unauthenticated", "Sign in first, or send a token in force.", 401, str(error))
        case Clash():
            return Problem("/problems/clash", "The same request was begun before.", 409, str(error))
        case TooLarge():
            return Problem("/problems/too-large", "The body is too large.", 413, str(error))
        case Unavailable():
            return Problem("/problems/unavailable", "This does not work at the moment.", 503, error.what, still_works=error.still_works)
        case _:
            return Problem("/problems/error", "Something went wrong here. It was noted.", 500)


_CHARACTERS: Final = "matching regex"
_WRONG_CHARACTERS: Final = "Control characters, and marks that turn the direction of text, are not accepted here."


def _fault(error: msgspec.MsgspecError) -> FaultOut:
    """The field that msgspec names at the end of its sentence: `... - at `$.identifiers[0].kind``, as `identifiers.0.kind`.

    A key that is wrong itself, or cannot be said back, is named by the object that has it.
    """
    sentence, _, at = str(error).partition(" - at `")
    path = at.rpartition("$")[2].rstrip("`").partition("[...]")[0]
    field = path.replace("[", ".").replace("]", "").strip(".")
    if _CHARACTERS in sentence:
        return FaultOut(field or "body", "characters", _WRONG_CHARACTERS, "Printable text.")
    return FaultOut(field or "body", "malformed", sentence, "")


def headers_of(body: Problem) -> list[tuple[bytes, bytes]]:
    """The headers that go with a problem."""
    headers: list[tuple[bytes, bytes]] = [
        (b"content-type", CONTENT_TYPE),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    if body.retry_after:
        headers.append((b"retry-after", b"%d" % body.retry_after))
    if body.status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    return headers


def problem_bytes(error: Exception) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Status, headers and body, for the door."""
    body = problem(error)
    return body.status, headers_of(body), msgspec.json.encode(body)
