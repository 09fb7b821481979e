"""Exit codes. A script tells a no-hit, a hit, a look-alike and no answer apart by them."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What a command ended with. `OK` is *no hit* for a check. Stable: scripts rest on them."""

    OK = 0
    ERROR = 1
    USAGE = 2
    HIT = 10
    LOOK_ALIKE = 11
    NO_ANSWER = 20
    INTERRUPTED = 130  # 128 + SIGINT, as shells have it
    NOBODY_READS = 141  # 128 + SIGPIPE


MEANINGS = {
    Exit.OK: "done; for a check: no hit",
    Exit.ERROR: "refused, absent, unavailable or wrong; the sentence stands on standard error",
    Exit.USAGE: "the command line was not understood",
    Exit.HIT: "a check: at least one hit",
    Exit.LOOK_ALIKE: "a check: look-alikes alone, neither hit nor no hit before each is settled",
    Exit.NO_ANSWER: "a check: no hit, but some register did not answer",
    Exit.INTERRUPTED: "Ctrl-C",
    Exit.NOBODY_READS: "whoever read the output left",
}
