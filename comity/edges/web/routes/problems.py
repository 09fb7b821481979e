"""Errors as pages: the family decides status and words; nothing of what went wrong inside is told."""

from __future__ import annotations

import logging
import secrets
import traceback
from http import HTTPStatus
from pathlib import Path
from typing import Final

from comity.access.limits import RateLimit
from comity.edges.web import paths
from comity.edges.web.i18n import Translator, message
from comity.edges.web.pages import problem
from comity.edges.web.pages.problem import Problem, ProblemView
from comity.edges.web.routes.answers import Answer, page
from comity.edges.web.routes.arrival import Forged
from comity.edges.web.routes.visit import Visit
from comity.kernel.errors import Absent, ComityError, Invalid, Refused, Unavailable

log = logging.getLogger(__name__)


class TooFast(ComityError):
    """More than the rate allows."""

    def __init__(self, limit: RateLimit) -> None:
        super().__init__(f"Come back in {limit.retry_after} s.")
        self.limit = limit


_STATUS: Final = {
    Problem.REFUSED: HTTPStatus.FORBIDDEN,
    Problem.ABSENT: HTTPStatus.NOT_FOUND,
    Problem.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
    Problem.TOO_MANY: HTTPStatus.TOO_MANY_REQUESTS,
    Problem.STALE: HTTPStatus.FORBIDDEN,
    Problem.FAULT: HTTPStatus.INTERNAL_SERVER_ERROR,
}


def answer(error: Exception, t: Translator, visit: Visit | None) -> Answer:
    """The page of an error, in the frame where it is known who asks."""
    view = _view(error, visit)
    headers = {"retry-after": str(view.seconds)} if view.seconds else {}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if isinstance(error, Invalid) else _STATUS[view.problem]
    return page(problem.page(view, t), status, headers=headers)


def _view(error: Exception, visit: Visit | None) -> ProblemView:
    frame = visit.frame() if visit else None
    back = paths.CHECK if visit and visit.session.purpose else paths.PURPOSE
    match error:
        case Refused():
            return ProblemView(Problem.REFUSED, frame, (error.sentence, {}), error.rule, error.granted_by, back=paths.ACCOUNT)
        case Absent():
            return ProblemView(Problem.ABSENT, frame, back=back)
        case Unavailable():
            works = (error.still_works, {}) if error.still_works else message("Paper, telephone, and the bureau's duty desk.")
            return ProblemView(Problem.UNAVAILABLE, frame, (error.what, {}), still_works=works, back=back)
        case TooFast():
            return ProblemView(Problem.TOO_MANY, frame, seconds=error.limit.retry_after, back=back)
        case Forged() | Invalid():  # a form that no page of ours sends; what an officer mistypes is said beside the field
            return ProblemView(Problem.STALE, frame, back=back)
        case _:
            return ProblemView(Problem.FAULT, frame, reference=_noted(error), back=back)


def _noted(error: Exception) -> str:
    """A number for the operator. The log gets the kind of error and the lines it passed, never its words: they may hold a name."""
    number = secrets.token_hex(4)
    passed = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    log.error("page fault %s: %s at %s", number, type(error).__name__, " < ".join(reversed(passed)))
    return number
