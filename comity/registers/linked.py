"""Documents that notices name, as records of a register of their own (HIT-07). Pure, but for the ids that the caller's noise makes.

What a row says (number, issuer, type, expiry, colour) is made here. Whose it is, who may see it, its state and its end are those of its
notice: the database carries every later change over (migration 0021), so that no act on a notice can forget its documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from comity.kernel.ids import AuthorityNumber, record_id
from comity.registers.declarations.linked_documents import LINKED_DOCUMENTS
from comity.registers.declarations.notices import NOTICES
from comity.registers.model import Register
from comity.registers.paths import each
from comity.registers.record import Record, Values

_PARTS: Final = ("number", "issuer", "type", "expires")
Noise = Callable[[], int]  # at least 62 random bits


def derives(register: Register) -> bool:
    """Whether records of another register are made from those of this one."""
    return register.number == NOTICES.number


def documents(values: Values, notice: str) -> Iterator[dict[str, str]]:
    """What the rows of a notice say: each of its documents with a number and an issuer, once. `notice`: its id."""
    there = set()
    for parts in each(values, *(f"documents.{name}" for name in _PARTS)):
        said = {name: value for name, value in zip(_PARTS, parts, strict=True) if value}
        which = (said.get("number"), said.get("issuer"))
        if all(which) and which not in there:
            there.add(which)
            yield said | {"colour": values["colour"], "notice": notice}


def made(notice: Record, said: Iterable[Mapping[str, str]], noise: Noise) -> list[Record]:
    """New rows of a notice that say this, with all that it says of itself."""
    at_ms = int(notice.changed_at.timestamp() * 1000)
    return [
        replace(
            notice, register=LINKED_DOCUMENTS.number, id=record_id(AuthorityNumber(notice.owner), at_ms, noise()), version=1, values=values
        )
        for values in said
    ]  # fmt: skip
