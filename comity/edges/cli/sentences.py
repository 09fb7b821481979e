"""What went wrong, in sentences: the rule, who can grant it, what is accepted, what still works."""

from __future__ import annotations

import errno
import os
import traceback
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from comity.edges.cli.exits import Exit
from comity.edges.cli.terminal import note
from comity.kernel.errors import Absent, ComityError, Fault, Invalid, Refused, Unavailable

if TYPE_CHECKING:
    from comity.client import errors as api

_LONGEST: Final = 400
_OF_API: Final = "comity.client.errors"  # asked by name: who never called a server need not wait for its library


class Stopped(Exception):
    """A command that cannot go on: its sentence, and what to do about it."""


def tell(problem: Exception) -> int:
    """Prints the sentences of a problem on standard error; gives the exit code."""
    for line in lines(problem):
        note(line)
    if os.environ.get("COMITY_TRACE"):
        note_trace(problem)
    return Exit.ERROR


def note_trace(problem: Exception) -> None:
    """For those who look for a fault in Comity itself."""
    for line in traceback.format_exception(problem):
        for part in line.splitlines():
            note(part)


def lines(problem: Exception) -> list[str]:
    """The sentences, the first with the program's name before it."""
    first, *rest = _sentences(problem)
    return [f"comity: {first}", *rest]


def _sentences(problem: Exception) -> list[str]:
    if type(problem).__module__ == _OF_API:
        return _of_api(problem)
    match problem:
        case Stopped():
            return [str(argument) for argument in problem.args]
        case ComityError():
            return _of_core(problem)
        case OSError():
            return [_of_system(problem)]
        case UnicodeError():
            return ["The file is not UTF-8."]
        case _:
            sentence = f"Comity made a mistake: {type(problem).__name__}: {problem}"[:_LONGEST]
            return [sentence, "Nothing that you did is wrong. Set COMITY_TRACE=1 to see where it happened."]


def _of_api(problem: Exception) -> list[str]:
    from comity.client import errors as api

    if not isinstance(problem, api.ApiError):
        return [str(problem)]
    told = problem.problem
    match problem:
        case api.SignInFirst():
            return ["Sign in first: comity sign-in LOGIN. A session ends after 30 minutes without use, and after 12 hours."]
        case api.Refused():
            return _refused(told.rule, told.sentence, told.granted_by)
        case api.Absent():
            return ["There is no such thing here for you."]
        case api.Invalid():
            return _faults(told.sentence, told.faults)
        case api.TooFast():
            return [f"Too many requests. Come back in {told.retry_after} s."]
        case api.Unavailable():
            return _unavailable(told.sentence, told.still_works)
        case _:
            return [str(problem)]


def _of_core(problem: ComityError) -> list[str]:
    match problem:
        case Refused():
            return _refused(problem.rule, problem.sentence, problem.granted_by)
        case Absent():
            return [str(problem) or "There is no such thing here."]
        case Invalid():
            return _faults("This was not accepted.", problem.faults)
        case Unavailable():
            return _unavailable(problem.what, problem.still_works)
        case _:
            return [str(problem)]


def _refused(rule: str, sentence: str, granted_by: str) -> list[str]:
    said = [f"Refused under {rule}: {sentence}" if rule else f"Refused: {sentence}"]
    if granted_by:
        said.append(f"Who can grant it: {granted_by}.")
    return said


def _unavailable(sentence: str, still_works: str) -> list[str]:
    whole = sentence[:1].upper() + sentence[1:]
    said = [f"{whole}" if whole.endswith((".", "!", "?")) else f"{whole}."]
    if still_works:
        said.append(f"What still works, or helps: {still_works}")
    return said


def _faults(sentence: str, faults: Sequence[api.Fault | Fault]) -> list[str]:
    """Each fault on its line; what several of them would accept is said once, after the last of them."""
    said = [sentence] if not faults else ["This was not accepted:"]
    for place, fault in enumerate(faults):
        repeated = any(after.accepted == fault.accepted for after in faults[place + 1 : place + 2])
        tail = f" Accepted: {fault.accepted}" if fault.accepted and not repeated else ""
        said.append(f"  {fault.field}: {fault.sentence}{tail}")
    if any(fault.code == "unknown_column" for fault in faults):
        said.append("Columns of other names are told with a mapping: comity mapping look REGISTER FILE")
    return said


def _of_system(problem: OSError) -> str:
    what = problem.strerror or str(problem) or type(problem).__name__
    where = f"{problem.filename}: " if problem.filename else ""
    if problem.errno == errno.EADDRINUSE:
        return "Another program listens there already. Choose another port with --port, or stop that program."
    if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"{where}no room left on the disk."
    return f"{where}{what[:1].lower()}{what[1:]}."
