"""What can go wrong with a call, one class for each thing that a caller does about it. Bodies are RFC 9457 problems.

ApiError
├── Absent        404  not there, or not for you: the same answer
├── Clash         409  the same request was begun before and has no answer yet
├── Invalid       400, 413, 422  `faults`: every bad field with what would be accepted
├── Refused       403  `rule` and `granted_by`
├── ServerFailed  anything else that a server says
├── SignInFirst   401  no session and no token in force
├── TooFast       429  `retry_after` seconds
├── Unavailable   503  `still_works`
└── Unreachable   nobody answers at that address, or not as Comity does
"""

from __future__ import annotations

from typing import Final

import msgspec

UNAUTHORISED: Final = 401
FORBIDDEN: Final = 403
NOT_FOUND: Final = 404
CONFLICT: Final = 409
TOO_MANY: Final = 429
UNAVAILABLE: Final = 503
_NOT_UNDERSTOOD: Final = (400, 413, 422)


class Fault(msgspec.Struct, frozen=True):
    """One bad field."""

    field: str = ""
    code: str = ""
    sentence: str = ""
    accepted: str = ""


class Problem(msgspec.Struct, frozen=True):
    """An RFC 9457 body of Comity."""

    type: str = ""
    title: str = ""
    status: int = 0
    detail: str = ""
    rule: str = ""
    granted_by: str = ""
    faults: tuple[Fault, ...] = ()
    still_works: str = ""
    retry_after: int = 0

    @property
    def sentence(self) -> str:
        """What to tell a person."""
        return self.detail or self.title or f"The server answered {self.status}."


class ApiError(Exception):
    """The root. `problem` is what the server said; empty where it said nothing."""

    def __init__(self, sentence: str, problem: Problem | None = None) -> None:
        super().__init__(sentence)
        self.problem = problem or Problem()


class Absent(ApiError):
    """There is no such thing, or none for this asker."""


class Clash(ApiError):
    """It is under way, or was broken off: look whether it was done before sending it again."""


class Invalid(ApiError):
    """What was sent cannot be understood."""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Every field that was wrong, with what would be accepted in its place."""
        return self.problem.faults


class Refused(ApiError):
    """A rule forbids it."""

    @property
    def rule(self) -> str:
        """The id of the rule that forbids it, `OWN-04`; the page of rules has its sentence."""
        return self.problem.rule

    @property
    def granted_by(self) -> str:
        """Who can grant it, as a sentence; empty where nobody can."""
        return self.problem.granted_by


class ServerFailed(ApiError):
    """The server failed, or answered what no Comity answers."""


class SignInFirst(ApiError):
    """No session and no token in force."""


class TooFast(ApiError):
    """More than the rate allows."""

    @property
    def retry_after(self) -> int:
        """Seconds until the next request is taken."""
        return self.problem.retry_after


class Unavailable(ApiError):
    """An engine behind the server does not answer."""

    @property
    def still_works(self) -> str:
        """What can be done meanwhile, as a sentence; it may be empty."""
        return self.problem.still_works


class Unreachable(ApiError):
    """Nobody answers at that address."""


def raised(status: int, body: bytes) -> ApiError:
    """The error that an answer stands for. A body that is no problem gives the status alone: a proxy's page is not shown."""
    try:
        problem = msgspec.json.decode(body, type=Problem)
    except msgspec.MsgspecError:
        problem = Problem(status=status)
    return _class_of(status)(problem.sentence, problem)


def of_problem(problem: Problem) -> ApiError:
    """The error of a problem that came within an answer."""
    return _class_of(problem.status)(problem.sentence, problem)


def _class_of(status: int) -> type[ApiError]:
    if status in _NOT_UNDERSTOOD:
        return Invalid
    by_status: dict[int, type[ApiError]] = {
        UNAUTHORISED: SignInFirst,
        FORBIDDEN: Refused,
        NOT_FOUND: Absent,
        CONFLICT: Clash,
        TOO_MANY: TooFast,
        UNAVAILABLE: Unavailable,
    }
    return by_status.get(status, ServerFailed)
