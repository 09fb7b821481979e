"""A folded word in a to z and 0 to 9."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, product
from typing import Final

from comity.names.reading import read_name

_NOT_PLAIN: Final = re.compile(r"[^a-z0-9]")
_MOST_FORMS: Final = 6
_ASSIMILATED: Final = re.compile(r"[ae]([dlnrstz])\1.{2,}")  # the article as it is heard before such a letter: eddine, annour


@lru_cache(maxsize=1 << 14)
def latin_forms(text: str) -> tuple[str, ...]:
    """Practical Latin spellings of a word or phrase, the most usual first, 1 to 6; what has no Latin letters stands for itself."""
    if text.isascii():
        plain = _NOT_PLAIN.sub("", text) or text
        return (plain, plain[2:]) if _ASSIMILATED.fullmatch(plain) else (plain,)
    spelled = [word.forms for word in read_name(text).words if word.forms]
    joined = ["".join(parts) for parts in islice(product(*spelled), 4 * _MOST_FORMS)] if spelled else []
    forms = tuple(dict.fromkeys(form for form in (_NOT_PLAIN.sub("", one) for one in joined) if form))
    return forms[:_MOST_FORMS] or (text,)


def letters(word: str) -> int:
    """Which letters a spelling has, a bit each."""
    mask = 0
    for letter in word:
        mask |= 1 << (ord(letter) & 31)
    return mask
