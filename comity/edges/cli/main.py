"""Runs one command. Whatever goes wrong ends in sentences on standard error and an exit code; never in a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from comity.edges.cli.exits import Exit


def run(words: Sequence[str] | None = None) -> int:
    """The exit code of a command line, without the program's name."""
    _prepare_streams()
    try:
        code = _called(list(sys.argv[1:] if words is None else words))
        sys.stdout.flush()
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except (BrokenPipeError, SystemExit):  # rich, which writes help and tables, exits by itself where nobody reads
        _discard_output()
        return Exit.NOBODY_READS
    return code


def _called(words: list[str]) -> int:
    from cyclopts import CycloptsError

    from comity.edges.cli.tree import tree

    try:
        code = tree(words)(words)
    except CycloptsError as problem:
        return _not_understood(problem)
    except BrokenPipeError:
        raise
    except Exception as problem:  # noqa: BLE001 - the last line before the person: a sentence, never a traceback
        from comity.edges.cli.sentences import tell

        return tell(problem)
    return code if isinstance(code, int) else Exit.OK


def _not_understood(problem: object) -> int:
    from comity.edges.cli.terminal import note

    sentence = str(problem).strip().replace("\n", " ")
    note(f"comity: {sentence}")
    note("Add --help to see what is accepted.")
    return Exit.USAGE


def _prepare_streams() -> None:
    """A letter that the terminal's encoding lacks becomes a question mark, not an error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _discard_output() -> None:
    """Nobody reads any more: what is still in the buffer goes nowhere, so that the interpreter's own flush at the end is silent."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
