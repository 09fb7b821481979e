"""The compiled loops of words: two of them to how alike they sound.

They read what `packing` wrote. Importing this module compiles, or loads what an earlier process compiled (in the folder that
`NUMBA_CACHE_DIR` names when numba is first imported). Every loop runs without the interpreter's lock.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from comity.names.costs import ONE_FOR_ANOTHER, SWAPPED, THERE_OR_NOT
from comity.names.sounds import CODE
from comity.names.sounds import SOUNDS as SOUNDS_OF

U8 = NDArray[np.uint8]
I32 = NDArray[np.int32]
F32 = NDArray[np.float32]

# What is compiled lasts until its own file changes; this names the files that it is built on, so that it changes with them.
BUILT_ON = "d587841aca3d"

WORDS = 12  # of a name
LETTERS = 52  # sounds of two joined words, and room
# The places of a word in its row of `words`.
WEIGHT, ROLE, WRITING, HASH_AT, MARK, GROUPS, COGNATES, SIGNS, FORMS, SHORTEST, LONGEST = range(11)
ROW = 11
LATIN, ALPHABET, ABJAD, SIGN, SYLLABLE = range(5)  # as `packing` numbers writings
FATHER, PARTICLE, TITLE, GENERATION, INITIAL_ROLE = 2, 4, 5, 6, 7  # as `model.Role`
# How alike a short form, the same name in another language, and an initial are.
NICKNAME, COGNATE, INITIAL_MEETS = np.float32(0.9), np.float32(0.8), np.float32(0.86)
_PLAIN, SOUNDS = 0x80, 0x7F  # of the length of a form
_SHARED = CODE["abd"]  # from this sound on, what many names share
_HOPELESS = np.float32(0.3)
_SPELT = np.float32(0.95)  # the same syllables in other spellings
_TYPED = np.float32(0.9)  # a letter typed twice is no other syllable
# How much vowels tell in one writing, between two, and where one of them is not written with vowels; and the costs by each.
VOWELS = np.array([1.0, 0.75, 0.35], np.float32)
_VOWEL = np.arange(len(THERE_OR_NOT)) <= 5
_ALONE = np.where(_VOWEL, VOWELS[:, None], np.float32(1.0)) * THERE_OR_NOT
_CHANGED = np.where(_VOWEL[:, None] & _VOWEL, VOWELS[:, None, None], np.float32(1.0)) * ONE_FOR_ANOTHER
FAR, _ROUNDED = np.float32(1e6), np.float32(1e-3)
LONGER = 3  # sounds that a word may have more than two written as one
_SWAPPED, NO_SOUND = np.float32(SWAPPED), np.uint8(255)
# What a sound becomes with the h that the next word begins with, where both are written as one: Ok-hee is Okhee.
_H = CODE["h"]
_WITH_H = np.array([CODE.get({"p": "f"}.get(sound, sound + "h"), 0) for sound in SOUNDS_OF], np.uint8)
JOIN_LEAST, JOIN_COSTS = np.float32(0.8), np.float32(0.015)


@njit(cache=True, nogil=True)
def parse(packed: U8, start: int, words: I32) -> int:
    """Where everything of each word lies, and how many sounds its shortest and its longest form have. Shape: `words` (WORDS, ROW)."""
    count = min(int(packed[start + 1]), WORDS)
    at = start + 2
    for one in range(count):
        words[one, WEIGHT] = packed[at]
        words[one, ROLE] = packed[at + 1]
        words[one, WRITING] = packed[at + 2]
        words[one, HASH_AT] = at + 3
        words[one, MARK] = int(packed[at + 3]) | int(packed[at + 4]) << 8
        at += 7
        for place in (GROUPS, COGNATES, SIGNS):
            words[one, place] = at
            at += 1 + 2 * int(packed[at])
        words[one, FORMS] = at
        forms = int(packed[at])
        at += 1
        words[one, SHORTEST], words[one, LONGEST] = LETTERS, 0
        for _ in range(forms):
            length = int(packed[at] & SOUNDS)
            words[one, SHORTEST] = min(words[one, SHORTEST], length)
            words[one, LONGEST] = max(words[one, LONGEST], length)
            at += 1 + length
    return count


@njit(cache=True, nogil=True)
def _between(one: int, other: int) -> int:
    """Which of `VOWELS` goes between two writings."""
    if one == ABJAD or other == ABJAD:
        return 2
    return 0 if one == other else 1


@njit(cache=True, nogil=True)
def _length(sounds: U8, at: int, count: int, vowel: int) -> np.float32:
    total = np.float32(0.0)
    for place in range(at, at + count):
        total += _ALONE[vowel, sounds[place]]
    return total


@njit(cache=True, nogil=True, inline="always")
def _less(one: np.float32, other: np.float32) -> np.float32:
    """`min`, without its question whether they are numbers: a third of the time."""
    return one if one < other else other  # noqa: FURB136 - see above


@njit(cache=True, nogil=True)
def _distance(one: U8, a: int, n: int, other: U8, b: int, m: int, vowel: int, most: np.float32, rows: F32) -> np.float32:
    """The least cost of hearing one run of sounds for the other, neighbours in the wrong order included; `FAR` where it is above `most`.

    Source: optimal string alignment, with the costs of `costs`. A cost comes from one of the two rows before it: once both are above
    `most`, all that follow are.
    """
    above, here, two_above, alone = rows[0], rows[1], rows[2], _ALONE[vowel]
    cost = np.float32(0.0)
    above[0] = cost
    for j in range(m):
        cost += alone[other[b + j]]
        above[j + 1] = cost
    least_above, x_before = np.float32(0.0), NO_SOUND
    for i in range(n):
        x = one[a + i]
        out, change = alone[x], _CHANGED[vowel, x]
        diagonal = above[0]
        left = diagonal + out
        here[0] = left
        least, y_before = left, NO_SOUND
        for j in range(m):
            y = other[b + j]
            up = above[j + 1]
            best = _less(diagonal + change[y], up + out)
            if x == y_before and x_before == y and x != y:
                best = _less(best, two_above[j - 1] + _SWAPPED)
            left = _less(best, left + alone[y])
            here[j + 1] = left
            least = _less(least, left)
            diagonal, y_before = up, y
        if least > most and least_above > most:
            return FAR
        least_above, x_before = least, x
        two_above, above, here = above, here, two_above
    distance: np.float32 = above[m]
    return distance


@njit(cache=True, nogil=True)
def sounds_alike(one: U8, a: int, n: int, other: U8, b: int, m: int, vowel: int, least: np.float32, rows: F32) -> np.float32:
    """1 for the same sounds, 0 for nothing in common, or for less alike than `least`, of which nobody asks how much less.

    `vowel`: a place of `VOWELS`.
    """
    longest = max(_length(one, a, n, vowel), _length(other, b, m, vowel), np.float32(1.0))
    distance = _distance(one, a, n, other, b, m, vowel, (np.float32(1.0) - least) * longest + _ROUNDED, rows)
    return max(np.float32(0.0), np.float32(1.0) - distance / longest)


@njit(cache=True, nogil=True)
def _shares(one: U8, a: int, other: U8, b: int) -> bool:
    """Whether two lists of numbers (a count, then two bytes each) have one in common."""
    for i in range(int(one[a])):
        for j in range(int(other[b])):
            if one[a + 1 + 2 * i] == other[b + 1 + 2 * j] and one[a + 2 + 2 * i] == other[b + 2 + 2 * j]:
                return True
    return False


@njit(cache=True, nogil=True)
def _signs_alike(one: U8, a: int, other: U8, b: int) -> np.float32:
    """The share of signs that two words of Han or Hangul have at the same place."""
    n, m = int(one[a]), int(other[b])
    same = 0
    for place in range(min(n, m)):
        if one[a + 1 + 2 * place] == other[b + 1 + 2 * place] and one[a + 2 + 2 * place] == other[b + 2 + 2 * place]:
            same += 1
    return np.float32(same) / np.float32(max(n, m, 1))


@njit(cache=True, nogil=True)
def _initial(one: U8, mine: I32, other: U8, theirs: I32) -> np.float32:
    """An initial stands for any word that begins with its sound."""
    if int(one[mine[FORMS]]) == 0 or int(other[theirs[FORMS]]) == 0:
        return np.float32(0.0)
    begins = one[mine[FORMS] + 2] == other[theirs[FORMS] + 2] or ONE_FOR_ANOTHER[one[mine[FORMS] + 2], other[theirs[FORMS] + 2]] <= 0.15
    return INITIAL_MEETS if begins else np.float32(0.0)


@njit(cache=True, nogil=True)
def _cut_alike(one: U8, a: int, other: U8, b: int) -> bool:
    """Whether the first forms of two words begin, or end, with the same sound that many names share."""
    if int(one[a]) == 0 or int(other[b]) == 0:
        return False
    first, their_first = one[a + 2], other[b + 2]
    last, their_last = one[a + 1 + int(one[a + 1] & SOUNDS)], other[b + 1 + int(other[b + 1] & SOUNDS)]
    return bool((first >= _SHARED and first == their_first) or (last >= _SHARED and last == their_last))


@njit(cache=True, nogil=True)
def _heard(one: U8, mine: I32, other: U8, theirs: I32, vowel: int, rows: F32) -> np.float32:
    """The likest of the forms of two words.

    Forms of an alphabet are alike: where the first two are nothing like, none is.
    """
    best = np.float32(0.0)
    apart = not _cut_alike(one, mine[FORMS], other, theirs[FORMS])
    hopeless = _HOPELESS if mine[WRITING] < SIGN and theirs[WRITING] < SIGN else np.float32(0.0)
    at = mine[FORMS] + 1
    for _ in range(int(one[mine[FORMS]])):
        n = int(one[at] & SOUNDS)
        there = theirs[FORMS] + 1
        for _ in range(int(other[theirs[FORMS]])):
            m = int(other[there] & SOUNDS)
            if not one[at] & other[there] & _PLAIN or apart:
                best = max(best, sounds_alike(one, at + 1, n, other, there + 1, m, vowel, best, rows))
            if best >= 1.0 or (best < hopeless and there == theirs[FORMS] + 1 and at == mine[FORMS] + 1):
                return best
            there += 1 + m
        at += 1 + n
    return best


@njit(cache=True, nogil=True)
def _same(one: U8, a: int, other: U8, b: int) -> bool:
    """Whether four bytes are the same."""
    same: bool = one[a] == other[b] and one[a + 1] == other[b + 1] and one[a + 2] == other[b + 2] and one[a + 3] == other[b + 3]
    return same


@njit(cache=True, nogil=True)
def word(one: U8, mine: I32, other: U8, theirs: I32, rows: F32) -> np.float32:
    """How alike two words are, 0 to 1."""
    if _same(one, mine[HASH_AT], other, theirs[HASH_AT]):
        return np.float32(1.0)
    if (mine[ROLE] == INITIAL_ROLE) != (theirs[ROLE] == INITIAL_ROLE):
        return _initial(one, mine, other, theirs)
    writing, their_writing = mine[WRITING], theirs[WRITING]
    if writing == their_writing and writing >= SIGN:
        return _signs_alike(one, mine[SIGNS], other, theirs[SIGNS])
    best = _heard(one, mine, other, theirs, _between(writing, their_writing), rows)
    if best < _TYPED and writing == LATIN and their_writing == LATIN and one[mine[SIGNS]] > 0 and other[theirs[SIGNS]] > 0:
        same_signs = _signs_alike(one, mine[SIGNS], other, theirs[SIGNS])
        best = max(best, _SPELT) if same_signs >= 1.0 else min(best, np.float32(0.72) + np.float32(0.2) * same_signs)
    elif best < NICKNAME and _shares(one, mine[GROUPS], other, theirs[GROUPS]):
        return NICKNAME
    if best < COGNATE and _shares(one, mine[COGNATES], other, theirs[COGNATES]):
        return COGNATE
    return best


@njit(cache=True, nogil=True)
def _signs_joined(one: U8, a: int, b: int, other: U8, c: int) -> bool:
    """Whether two lists of signs, one after the other, are a third."""
    n, k, m = int(one[a]), int(one[b]), int(other[c])
    if n == 0 or k == 0 or n + k != m:
        return False
    for place in range(m):
        at = a + 1 + 2 * place if place < n else b + 1 + 2 * (place - n)
        if one[at] != other[c + 1 + 2 * place] or one[at + 1] != other[c + 2 + 2 * place]:
            return False
    return True


@njit(cache=True, nogil=True)
def _glued(one: U8, first: int, second: int, room: U8) -> int:
    """Two forms as one, what both have at the seam once, and an h with the sound before it, as it would be read. Gives how many sounds."""
    n, k = int(one[first] & SOUNDS), int(one[second] & SOUNDS)
    for place in range(n):
        room[place] = one[first + 1 + place]
    skip = 1 if n > 0 and k > 0 and one[first + n] == one[second + 1] else 0
    if n > 0 and k > 0 and one[second + 1] == _H and _WITH_H[room[n - 1]] > 0:
        room[n - 1] = _WITH_H[room[n - 1]]
        skip = 1
    for place in range(skip, k):
        room[n + place - skip] = one[second + 1 + place]
    return n + k - skip


@njit(cache=True, nogil=True)
def joinable(one: U8, mine: I32, i: int, k: int, theirs: I32, j: int) -> bool:
    """Whether two neighbours and a word can be `joined` at all: by what they are written of, or as they are about as long."""
    if one[mine[i, SIGNS]] > 0 and one[mine[k, SIGNS]] > 0:
        return True
    shortest, longest = mine[i, SHORTEST] + mine[k, SHORTEST] - 1, mine[i, LONGEST] + mine[k, LONGEST]
    return bool(shortest - theirs[j, LONGEST] <= LONGER and theirs[j, SHORTEST] - longest <= LONGER)


@njit(cache=True, nogil=True)
def joined(one: U8, first: I32, second: I32, other: U8, whole: I32, least: np.float32, rows: F32, room: U8) -> np.float32:
    """How alike two neighbours, written as one word, and a word of the other name are; 0 for less than `least`."""
    best = _SPELT + JOIN_COSTS if _signs_joined(one, first[SIGNS], second[SIGNS], other, whole[SIGNS]) else np.float32(0.0)
    vowel = _between(first[WRITING], whole[WRITING])
    at = first[FORMS] + 1
    for _ in range(min(int(one[first[FORMS]]), 2)):
        then = second[FORMS] + 1
        for _ in range(min(int(one[second[FORMS]]), 2)):
            length = _glued(one, at, then, room)
            there = whole[FORMS] + 1
            for _ in range(int(other[whole[FORMS]])):
                m = int(other[there] & SOUNDS)
                if abs(length - m) <= LONGER:
                    best = max(best, sounds_alike(room, 0, length, other, there + 1, m, vowel, max(best, least), rows))
                there += 1 + m
            then += 1 + int(one[then] & SOUNDS)
        at += 1 + int(one[at] & SOUNDS)
    return best
