"""Secrets from a person, without echo; or from standard input, one a line, where no person sits there."""

from __future__ import annotations

import getpass
import sys
from typing import Final

from comity.edges.cli.sentences import Stopped

_LONGEST: Final = 4096


def secret(what: str) -> str:
    """One secret. Never an argument of the command line, which every user of the machine can read."""
    given = getpass.getpass(f"{what}: ") if sys.stdin.isatty() else sys.stdin.readline(_LONGEST).rstrip("\r\n")
    if not given:
        raise Stopped(f"{what}: nothing was given.", "Type it, or send it on standard input, one line for each question.")
    return given


def asked_twice(what: str) -> str:
    """A secret that is being chosen: a slip of the finger would lock it away."""
    given = secret(what)
    if sys.stdin.isatty() and getpass.getpass(f"{what}, again: ") != given:
        raise Stopped("The two differ; nothing was done.")
    return given
