"""Spellings of one word of Arabic script: by the tables, by its parts, or guessed.

A word that the tables hold has the spellings of its row. One made of known parts (*abd al-* and a name, a name and *-zadeh*, two names
written together) has theirs joined. Any other is guessed (`arabic_letters`).

Cost: the tables are read at the first word, 8 ms; then 50 us for a guessed word.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, product
from typing import Final, NamedTuple

from comity.names.scripts.arabic_letters import fold, guess
from comity.names.scripts.choices import MOST
from comity.names.tables import rows

SUN: Final = frozenset("تثدذرزسشصضطظلن")  # letters before which the l of the article is not spoken

_LEAST: Final = 3  # letters of a part that is looked for within a word


class _Ending(NamedTuple):
    letters: str
    spelled: tuple[str, ...]
    before: int
    known: bool


class _Tables(NamedTuple):
    names: tuple[dict[str, str], ...]  # folded word to spellings, one space between them: Arab countries, Iran and neighbours, others
    endings: dict[str, tuple[_Ending, ...]]  # by their last letter, the longest first
    elements: dict[str, dict[str, tuple[str, ...]]]  # kind to folded words and their spellings


_NAMES: Final = ("arabic_names", "persian_names", "foreign_names_in_arabic")
_ARABIC_FIRST: Final = (0, 1, 2)
_EASTERN_FIRST: Final = (1, 0, 2)


def _elements() -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for word, kind, spelled in rows("arabic_elements"):
        found.setdefault(kind, {})[fold(word)] = tuple(spelled.split())
    return found


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    endings = [
        _Ending(fold(letters), tuple(spelled.split()), int(before), known == "known")
        for letters, spelled, before, known in rows("arabic_endings")
    ]
    endings.sort(key=lambda ending: -len(ending.letters))
    last = {ending.letters[-1] for ending in endings}
    return _Tables(
        tuple({fold(word): spelled for word, spelled in rows(name)} for name in _NAMES),
        {letter: tuple(ending for ending in endings if ending.letters[-1] == letter) for letter in last},
        _elements(),
    )


def elements(kind: str) -> dict[str, tuple[str, ...]]:
    """Folded words of a kind of `tables/arabic_elements.tsv` and their spellings. Raises: KeyError, for a kind that it has not."""
    return _tables().elements[kind]


@lru_cache(maxsize=16_384)
def known(word: str, *, eastern: bool = False) -> tuple[str, ...]:
    """The spellings of a folded word that the tables give, at most `MOST`; empty where it is in none."""
    names = _tables().names
    spelled = (names[place].get(word, "") for place in (_EASTERN_FIRST if eastern else _ARABIC_FIRST))
    return tuple(dict.fromkeys(" ".join(spelled).split()))[:MOST]


def spellings(word: str, *, eastern: bool = False) -> tuple[str, ...]:
    """Latin spellings of a word as `arabic_letters.bare` gives it, the most usual first, at most `MOST`."""
    folded = fold(word)
    return (
        known(folded, eastern=eastern)
        or _of_two(folded, eastern)
        or _with_article_within(folded, eastern)
        or _with_ending(word, folded, eastern)
        or guess(word, persian=eastern)
    )


def _joined(heads: tuple[str, ...], tails: tuple[str, ...]) -> tuple[str, ...]:
    """Every head with every tail, the likely with the likely first."""
    pairs = sorted(product(range(len(heads)), range(len(tails))), key=sum)
    return tuple(islice(dict.fromkeys(heads[head] + tails[tail] for head, tail in pairs), MOST))


def _with_article_within(word: str, eastern: bool) -> tuple[str, ...]:
    """Two words about an article, written as one: Abd al-Rahman, Sayf al-Din, Nasr Allah."""
    at = word.find("ال", 2)
    if at < 0 or len(word) < at + 4:
        return ()
    head, tail = word[:at], word[at + 2 :]
    if tail == "له":
        return _joined(_part(head, eastern), ("ullah", "allah", "ollah"))
    if tail == "دين":
        return _joined(_part(head, eastern), ("uddin", "eddine", "addin", "eldin"))
    heads = ("abd",) if head == "عبد" else known(head, eastern=eastern)[:2]
    if not heads or not (head == "عبد" or known(tail, eastern=eastern)):
        return ()
    return _joined(heads, _after_article(tail, eastern))


def _after_article(word: str, eastern: bool) -> tuple[str, ...]:
    nouns = spellings(word, eastern=eastern)[:3]
    vowels = ("o", "u", "e") if eastern else ("u", "e", "a")
    plain = tuple(vowel + "l" + noun for vowel in vowels for noun in nouns)
    if word[0] not in SUN:
        return plain
    spoken = tuple(vowel + (noun[0] if noun[:2] != "sh" else "") + noun for vowel in vowels[:2] for noun in nouns[:2])
    return tuple(form for pair in zip(plain, spoken, strict=False) for form in pair) + plain[len(spoken) :]


def _part(word: str, eastern: bool) -> tuple[str, ...]:
    return known(word, eastern=eastern)[:4] or guess(word, persian=eastern, most=4)


def _with_ending(word: str, folded: str, eastern: bool) -> tuple[str, ...]:
    for ending in _tables().endings.get(folded[-1:], ()):
        if folded.endswith(ending.letters) and len(folded) - len(ending.letters) >= ending.before:
            stem = folded[: -len(ending.letters)]
            stems = known(stem, eastern=eastern)[:4]
            if not stems and not ending.known:
                stems = spellings(word[: -len(ending.letters)], eastern=eastern)[:4]
            if stems:
                return _joined(_before_ending(stems, ending.spelled[0]), ending.spelled)
    return ()


def _before_ending(stems: tuple[str, ...], ending: str) -> tuple[str, ...]:
    """A final a, ah, eh of the stem gives way to a vowel."""
    if ending[0] not in "aeiou":
        return stems
    return tuple(
        dict.fromkeys(stem.removesuffix("h").rstrip("aei") if stem.endswith(("a", "ah", "eh", "e", "i")) else stem for stem in stems)
    )


def _of_two(word: str, eastern: bool) -> tuple[str, ...]:
    """A prefix, or the first of two names, with a name that the tables hold."""
    for prefix, spelled in elements("prefix").items():
        rest = word.removeprefix(prefix)
        if len(rest) >= _LEAST and rest != word and (names := known(rest, eastern=eastern)):
            return _joined(spelled, names[:4])
    heads = elements("head")
    for at in range(2, len(word) - _LEAST + 1):
        if word[:at] in heads and (names := _second(word[at:], eastern)):
            return _joined(known(word[:at], eastern=eastern)[:3], names[:4])
    return ()


def _second(word: str, eastern: bool) -> tuple[str, ...]:
    """The spellings of the second of two names: one of the tables, or a name of a servant (abd al-)."""
    return spellings(word, eastern=eastern) if word.startswith("عبدال") else known(word, eastern=eastern)
