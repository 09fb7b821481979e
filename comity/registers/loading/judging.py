"""Why single records of a load wait, whatever their number: their register's own rule, a risk, a measure on the owner, an earlier decision.

Amounts are judged once, for the load as a whole (REC-18): all its records wait together then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from comity.engines.keyring import Keyring
from comity.kernel.records import RecordState
from comity.registers import holding
from comity.registers.holds import MOST_AT_ONCE, RISKS, Hold, Standing, amount, verdict
from comity.registers.loading.checking import Header
from comity.registers.model import Register
from comity.registers.rules import first_state

if TYPE_CHECKING:
    from psycopg import AsyncConnection


def of_amount(standing: Standing, coming: int) -> str:
    """Why a load as a whole waits for a second officer, as a code; empty where it does not (REC-18)."""
    return ", ".join(finding.code for _, finding in amount(standing, coming))


def least_held(standing: Standing) -> int:
    """The smallest number of changes that would wait: more of them need not be counted."""
    low, high = 0, MOST_AT_ONCE + 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if amount(standing, middle) else (middle + 1, high)
    return max(1, low)


class Judge:
    """The holds of new records of one load. What the rules cannot tell apart is judged once."""

    def __init__(self, register: Register, standing: Standing, today: date) -> None:
        self._register = register
        self._standing = replace(standing, today=0, quota=None, earlier=(), days=(0,) * len(standing.days))
        self._today = today
        self._fields = [risk.field for risk in RISKS if risk.register == register.number]
        self._memo: dict[object, Hold | None] = {}

    def hold(self, values: dict[str, str], header: Header) -> Hold | None:
        """Why this record waits; earlier decisions left out."""
        if self._register.persons:
            return self._judged(values, header)
        key = (id(header), *[values.get(name, "")[:4] for name in self._fields])
        if key not in self._memo:
            self._memo[key] = self._judged(values, header)
        return self._memo[key]

    def _judged(self, values: dict[str, str], header: Header) -> Hold | None:
        draft = replace(header.draft, values=values)
        state, rule = first_state(self._register, draft)
        return verdict(self._register, draft, rule if state is RecordState.WAITING else "", self._standing, self._today, 0)


async def guarded(
    connection: AsyncConnection, keyring: Keyring, register: Register, values: Sequence[dict[str, str]], headers: Sequence[Header],
    at: datetime,
) -> list[Hold | None]:  # fmt: skip
    """As `Judge.hold`, with earlier decisions about the same things: for owners of whose records any was ever refused (REC-19)."""
    drafts = [replace(header.draft, values=one) for one, header in zip(values, headers, strict=True)]
    return await holding.judged(connection, keyring, register, drafts, at, 0)
