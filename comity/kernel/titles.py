"""Titles of columns as people write them, made comparable."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_OTHER: Final = re.compile(r"[\W_]+")


def plain(title: str) -> str:
    """A title as titles are compared: lower case, no accents, one space for whatever stands between words."""
    letters = unicodedata.normalize("NFKD", title.casefold())
    return _OTHER.sub(" ", "".join(one for one in letters if not unicodedata.combining(one))).strip()
