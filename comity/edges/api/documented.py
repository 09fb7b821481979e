"""What every endpoint may answer beside its success, for the description of the API."""

from __future__ import annotations

from typing import Final

from litestar.openapi.datastructures import ResponseSpec

from comity.edges.api.problems import Problem

_SENTENCES: Final = {
    401: "No session and no token in force.",
    403: "A rule forbids it: `rule` names it, `granted_by` says who can allow it.",
    404: "There is no such thing, or none for this asker: the same answer.",
    409: "A request with this Idempotency-Key was begun and has no answer yet.",
    413: "The body is too large.",
    422: "Every bad field, by name, with what would be accepted.",
    429: "Too many requests; `Retry-After` says when to come back.",
    503: "An engine does not answer; `still_works` says what to do meanwhile.",
}
_READ: Final = (401, 403, 422, 503)
_WRITTEN: Final = (401, 403, 409, 413, 422, 503)


def _specs(statuses: tuple[int, ...]) -> dict[int, ResponseSpec]:
    return {
        status: ResponseSpec(Problem, generate_examples=False, description=_SENTENCES[status], media_type="application/problem+json")
        for status in sorted(statuses)
    }


def reading(*more: int) -> dict[int, ResponseSpec]:
    """The problems of an endpoint that reads, for who is signed in."""
    return _specs((*_READ, *more))


def writing(*more: int) -> dict[int, ResponseSpec]:
    """The problems of an endpoint that takes a body, for who is signed in."""
    return _specs((*_WRITTEN, *more))


def open_to_all(*statuses: int) -> dict[int, ResponseSpec]:
    """The problems of an endpoint that asks for no sign-in."""
    return _specs(statuses)
