"""`comity settle`: what the document says, where a check met a look-alike."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from cyclopts import Parameter

from comity.edges.cli.connection import client
from comity.edges.cli.terminal import say

_NOTED: Final = {
    "record": "Noted: the document reads as the record does. Ask the owner to confirm before you act.",
    "asked": "Noted: the document reads as you asked. That record is about another one.",
    "unreadable": "Noted: it cannot be read. Nothing is known either way.",
}


def settle(
    check: Annotated[str, Parameter(help="The entry that the check ended with, such as 3-1207.")],
    at: Annotated[str, Parameter(help="Its time, as printed.")],
    record: Annotated[str, Parameter(help="The record that looks alike.")],
    says: Annotated[
        Literal["record", "asked", "unreadable"], Parameter(help="What the document reads as: the record, what you asked, or neither.")
    ],
    *,
    purpose: Annotated[str, Parameter(help="The purpose; an officer's session has one already.")] = "",
    officer: Annotated[str, Parameter(help="With a system's token: who reads the document, by your own reference.")] = "",
    unit: Annotated[str, Parameter(help="With a system's token: at which unit.")] = "",
) -> int:
    """Says what the document says where a check met a look-alike. `record` tells the owner, once; until then nobody is told.

    Only who asked may say it, within 24 hours. `comity check` prints the line to use.
    """
    from comity.client.checks import Reading

    client().settle(Reading(check, at, record, says, purpose, officer, unit))
    say(_NOTED[says])
    return 0
