"""What a form carries of the candidates of a check while their officer says who they are: the server keeps no hits between two pages.

What comes back is the officer's own page, so it decides nothing: the mark alone, sealed at the check, names the record.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Final

import msgspec

from comity.kernel.errors import Absent

MOST: Final = 40
_Text = Annotated[str, msgspec.Meta(max_length=400)]


class Candidate(msgspec.Struct, frozen=True, forbid_unknown_fields=True, array_like=True):
    """One candidate, in the officer's language. `record`: register and id, as in addresses; `other`: its name in another
    script; `says`: what was said of it already. `organisation`: it is one.
    """

    rank: Annotated[int, msgspec.Meta(ge=1, le=MOST)]
    mark: _Text
    record: _Text
    name: _Text
    lang: _Text
    about: Annotated[tuple[_Text, ...], msgspec.Meta(max_length=8)]
    owner: _Text
    probability: _Text
    href: _Text = ""
    own: bool = False
    other: _Text = ""
    other_lang: _Text = ""
    says: _Text = ""
    organisation: bool = False


_DECODER: Final = msgspec.json.Decoder(Candidate)


def encoded(candidate: Candidate) -> str:
    """One candidate as a field of a form."""
    return msgspec.json.encode(candidate).decode()


def decoded(fields: Iterable[str]) -> tuple[Candidate, ...]:
    """The candidates of a form, by rank. Raises: Absent for what no page of ours sent."""
    try:
        found = [_DECODER.decode(field) for field in list(fields)[: MOST + 1]]
    except msgspec.DecodeError:
        raise Absent from None
    ranks = {one.rank for one in found}
    if len(ranks) != len(found) or len(found) > MOST or any(not one.href.startswith("/records/") for one in found if one.href):
        raise Absent
    return tuple(sorted(found, key=lambda one: one.rank))
