"""Chinese and Korean names in Latin letters, syllable by syllable: 정은 is Jeong-eun, Jong Un, Jungeun and Cho'ng-u'n.

A key is what all spellings of a syllable share. The ways of writing overlap (`jung` is 정 in a passport of the South and
중 in a book; `chi` is ji, qi, zhi or chi without Wade's apostrophe), so a key is as fine as they let it be: what remains when whatever
two of them mix is one. It parts what none of them mixes: su and so, li and lu, min and ming, san and shan.

Systems: Pinyin (ISO 7098), Wade-Giles, Revised Romanisation, McCune-Reischauer, the DPRK's rules, passports of the South.
"""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from comity.names.scripts import jamo, sinitic
from comity.names.tables import rows

MOST_SYLLABLES: Final = 4  # two of a surname, two of a given name
_LONGEST: Final = 20  # letters of a word that is looked at
_LONGEST_SYLLABLE: Final = 6
_SIGNS: Final = re.compile(r"[\s\-]+")
_NO_LETTER: Final = re.compile(r"[^a-z]")

# The first consonant as written to its class; the longest that fits. Plain, aspirated and tense are one: apostrophes get lost.
_ONSETS: Final = {
    "k": "k kk g gg kh", "t": "t tt d dd th", "p": "p pp b bb ph", "c": "j jj ch tch zh q", "z": "z c ts tz tss", "s": "s ss sz",
    "x": "x hs", "sh": "sh", "h": "h", "m": "m", "n": "n", "l": "l r rh", "f": "f",
}  # fmt: skip
_ONSET_OF: Final = {spelt: name for name, all_spelt in _ONSETS.items() for spelt in all_spelt.split()}
_ONSET: Final = re.compile("|".join(sorted(_ONSET_OF, key=len, reverse=True)))
_CODAS: Final = {"ng": "ng", "n": "n", "m": "m", "k": "k", "g": "k", "c": "k", "t": "t", "d": "t", "p": "p", "b": "p", "l": "l"}
_CODA: Final = re.compile(r"(?:ng|n|m|k|g|t|d|p|b|l)$")
_SILENT: Final = re.compile(r"(?<=[aeio])h(?=n?$)")  # Noh, Ahn, chieh; uh is a vowel

# The vowels between them, as written, to their class.
_VOWELS: Final = {
    "a": "a", "ai": "ae ai ay", "ao": "ao au aw", "e": "e", "ei": "ei ey", "i": "i ee yi y ea", "o": "o eo uh ur", "ou": "ou ow",
    "u": "u oo eu wu woo v", "ya": "ya ia yah", "ye": "ye ie yae iae", "yo": "yo yeo io yeu", "yu": "yu yoo you iu ioo iou",
    "yao": "yao iao", "wa": "wa ua oa", "wai": "wai uai", "wo": "wo weo uo", "oi": "oe oi we wae oae", "wi": "wi wei ui uei wie",
    "yue": "yue ue", "ywa": "yua", "eui": "eui",
}  # fmt: skip
_VOWEL_OF: Final = {spelt: name for name, all_spelt in _VOWELS.items() for spelt in all_spelt.split()}
_WHOLE: Final = {
    "er": "er", "erh": "er", "hui": "h.i", "ui": "i", "tzu": "z.i", "tsz": "z.i", "tze": "z.i", "szu": "s.i", "ssu": "s.i", "sze": "s.i",
    "yan": "ye.n", "yuan": "ywa.n", "jih": "r.i", "ng": "ng", "wu": "u", "wun": "o.n", "park": "p.a.k", "jen": "r.e.n",
    "jeng": "r.e.ng", "jou": "r.ou",
}  # fmt: skip
# Syllables of Mandarin with r, which is no l: in Korean r and l are one.
_CHINESE_R: Final = frozenset({"ran", "rang", "rao", "re", "ren", "reng", "rong", "rou", "roo", "ru", "ruan", "rui", "run", "ruo"})
_BEFORE_E: Final = frozenset({"k", "h"})  # ge, ke, he are ko, ko, ho in Wade-Giles


class System(NamedTuple):
    """A way of writing. `costs`: what each syllable costs, the frequent less. `first`: those with which three or more syllables begin."""

    costs: dict[str, float]
    first: frozenset[str]


@lru_cache(maxsize=16384)
def key(syllable: str) -> str:
    """What all spellings of a syllable share, as `onset.vowel.coda` without the parts that it lacks.

    A word that is no syllable is its own key.
    """
    plain = _NO_LETTER.sub("", syllable.lower())
    if whole := _WHOLE.get(plain):
        return whole
    onset = "" if (found := _ONSET.match(plain)) is None else found[0]
    rime = _SILENT.sub("", plain[len(onset) :])
    coda = "" if (ending := _CODA.search(rime)) is None else ending[0]
    vowel = _VOWEL_OF.get(rime[: len(rime) - len(coda)])
    if vowel is None:
        return plain
    first = "r" if plain in _CHINESE_R else _ONSET_OF.get(onset, "")
    parts = _settled(first, vowel, _CODAS.get(coda, ""))
    return ".".join(part for part in parts if part)


def _settled(onset: str, vowel: str, coda: str) -> tuple[str, str, str]:
    """The classes of a syllable where they depend on each other."""
    if onset in {"x", "s", "sh"}:
        onset, vowel = _hissed(onset, vowel, coda)
    if coda and vowel in {"u", "o"}:
        vowel = "o"  # 정 is jung and jong, 은 is eun and un
    if coda and vowel in {"yu", "yo"}:
        vowel = "yo"  # 영 is young and yong, 윤 is yoon and yun
    if vowel == "e" and not coda and onset in _BEFORE_E:
        vowel = "o"
    if vowel == "wo" and onset not in {"", "k", "h"} and not coda:
        vowel = "o"  # luo is lo, but guo is kuo
    if vowel == "ya" and coda == "n":
        vowel = "ye"  # tian is tien
    if vowel == "eui":
        vowel = "i"
    return onset, vowel, coda


def _hissed(onset: str, vowel: str, coda: str) -> tuple[str, str]:
    """Before i, x and hs are s; before u they are not: xu is no su. Before in, ik, im, sh is s: Shin is Sin."""
    if vowel in {"i", "ya", "ye", "yo", "yu", "yao"} and (onset == "x" or (onset == "sh" and coda)):
        return "s", vowel
    return onset, vowel


@lru_cache(maxsize=65536)
def syllables(form: str) -> tuple[str, ...]:
    """A Latin word cut into the syllables of one system, the fewest and the most usual; empty where no system has it.

    `form`: signs between syllables (`jong-un`, `cho'ng-u'n`) are cuts where they part syllables, else nothing. Cost: 50 us, then a look-up.
    """
    pieces = [plain for piece in _SIGNS.split(form.lower()) if (plain := _NO_LETTER.sub("", piece))]
    if not pieces or sum(map(len, pieces)) > _LONGEST:
        return ()
    fewest = sum(-(-len(piece) // _LONGEST_SYLLABLE) for piece in pieces)
    best: tuple[float, tuple[str, ...]] = (math.inf, ())
    for system in (_pinyin, _korean, _wade):
        if best[0] > fewest and (cuts := _in_system(pieces, system())) and cuts[0] < best[0]:
            best = cuts
    return best[1]


def keys(form: str) -> tuple[str, ...]:
    """The keys of a word's syllables; empty where it has none. 정은 and Jong Un give the same."""
    return tuple(key(each) for each in syllables(form))


def _in_system(pieces: list[str], system: System) -> tuple[float, tuple[str, ...]] | None:
    """All pieces of a word cut in one system; nothing where one of them cannot be, or the whole is longer than its names are."""
    found = [_cut(piece, system.costs) for piece in pieces]
    cuts = tuple(syllable for each in found if each is not None for syllable in each[1])
    if None in found or len(cuts) > MOST_SYLLABLES or (len(cuts) > 2 and cuts[0] not in system.first):
        return None
    return sum(each[0] for each in found if each is not None), cuts


def _cut(word: str, costs: dict[str, float]) -> tuple[float, tuple[str, ...]] | None:
    """The cheapest cut of a word into syllables, by the shortest path; of two as cheap, that whose first syllables are longer."""
    if word in costs:
        return costs[word], (word,)
    size = len(word)
    best: list[tuple[float, int] | None] = [None] * size + [(0.0, size)]
    for start in range(size - 1, -1, -1):
        for end in range(min(size, start + _LONGEST_SYLLABLE), start, -1):
            after = best[end]
            if after is None or (cost := costs.get(word[start:end])) is None:
                continue
            now, total = best[start], after[0] + cost
            if now is None or total < now[0] - 1e-9:
                best[start] = (total, end)
    return _path(word, best)


def _path(word: str, best: list[tuple[float, int] | None]) -> tuple[float, tuple[str, ...]] | None:
    cuts: list[str] = []
    at, first = 0, best[0]
    while at < len(word) and (step := best[at]) is not None:
        cuts.append(word[at : step[1]])
        at = step[1]
    return (first[0], tuple(cuts)) if first is not None else None


# Syllables of frequent Korean given names; others may be cut, but cost more. Source: general knowledge of usage.
_FREQUENT: Final = (
    "가강건경관광교구국규균근금기길나남내다대덕도동두라란람래량련렬령례로록룡루륜률름리린림만매면명모목무묵문미민배백범병보복봉부빈"
    "사산삼상새서석선설섭성세소솔송수숙순슬승시식신실심아안애양언엄여연열염엽영예오옥온완용우욱운웅원월위유윤율은을음응의이익인일임"
    "자장재전정제조종주준중지진찬창채천철청초춘충치칠태택평표풍필하학한해향헌혁현형혜호홍화환황회효후훈휘흥희"
)
_SELDOM: Final = 1.4
_OTHER_SYSTEM: Final = 0.05  # of two cuts alike, Pinyin is the likelier, then Korean
_FREQUENT_SURNAMES: Final = 100  # spellings of surnames, in their order, with which a Korean name of three syllables may begin
_SPEAKABLE: Final = re.compile("[aeiou]")


@cache
def _pinyin() -> System:
    costs = {spelt: 1.0 for row in rows("han_readings") if _SPEAKABLE.search(spelt := row[2].replace("v", "u"))}
    return System(costs, frozenset(costs))


@cache
def _wade() -> System:
    costs = {sinitic.wade_giles(row[2]): 1.0 + 2 * _OTHER_SYSTEM for row in rows("han_readings") if _SPEAKABLE.search(row[2])}
    return System(costs, frozenset(costs))


@cache
def _korean() -> System:
    surnames = [spelt for surname, spellings in rows("hangul_surnames") if len(surname) == 1 for spelt in spellings.split()]
    seldom = {row[4] for row in rows("han_readings") if row[4]} - set(_FREQUENT)
    costs = dict.fromkeys((spelt for sign in seldom for spelt in _spelt(sign)), _SELDOM) | dict.fromkeys(surnames, _SELDOM)
    costs |= dict.fromkeys((spelt for sign in _FREQUENT for spelt in _spelt(sign)), 1.0 + _OTHER_SYSTEM)
    return System(costs, frozenset(surnames[:_FREQUENT_SURNAMES]))


def _spelt(sign: str) -> set[str]:
    """All Latin spellings of one syllable: each way of writing, plain consonants voiced and not."""
    ways = {way(sign) for way in (jamo.revised, jamo.northern, jamo.reischauer, jamo.popular, jamo.popular_open)}
    voiced = {jamo.reischauer(f"아{sign}").removeprefix("a")}
    return ways | voiced
