"""The compiled loops of names: words to how alike they sound, names to which word stands for which.

They read what `packing` wrote. Importing this module compiles, or loads what an earlier process compiled (in the folder that
`NUMBA_CACHE_DIR` names when numba is first imported). Every loop runs without the interpreter's lock.

Nothing depends on which name is given first, nor on the order of the words but for joined neighbours: the words themselves break ties.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from comity.names.costs import ONE_FOR_ANOTHER, SWAPPED, THERE_OR_NOT
from comity.names.sounds import CODE

U8 = NDArray[np.uint8]
I32 = NDArray[np.int32]
F32 = NDArray[np.float32]

WORDS = 12  # of a name
LETTERS = 52  # sounds of two joined words, and room
# Steps of alikeness, best first: a pair of words between two of them counts towards both, so that nothing jumps.
STEPS = np.array([1.0, 0.95, 0.9, 0.85, 0.78, 0.7, 0.6, 0.45], np.float32)
BINS = 8
# What `facts` holds of a pair, after two times BINS: the weight and the number of pairs of words at each step of alikeness.
# Then what only one name has, what both weigh, whether the first word of one stands for nothing, fathers that stand
# for others, and how alike the names are where all words are written as one.
LEFT_WEIGHT, LEFT_COUNT, SHORT_WEIGHT, SHORT_COUNT, LONG_WEIGHT, LONG_COUNT, FIRST_LEFT, FATHERS, RUN_ON = range(2 * BINS, 2 * BINS + 9)
FACTS = 2 * BINS + 9
# The places of a word in its row of `words`.
_WEIGHT, _ROLE, _WRITING, _HASH_AT, _MARK, _GROUPS, _COGNATES, _SIGNS, _FORMS = range(9)
_ROW = 9
_LATIN, _ALPHABET, _ABJAD, _SIGN, _SYLLABLE = range(5)
_FATHER, _PARTICLE, _TITLE, _GENERATION, _INITIAL = 2, 4, 5, 6, 7
# How alike a short form, the same name in another language, and an initial are.
NICKNAME, COGNATE, INITIAL = np.float32(0.9), np.float32(0.8), np.float32(0.86)
_PLAIN, _SOUNDS = 0x80, 0x7F  # of the length of a form
_SHARED = CODE["abd"]  # from this sound on, what many names share
_HOPELESS = np.float32(0.3)
_SPELT = np.float32(0.95)  # the same syllables in other spellings
_TYPED = np.float32(0.9)  # a letter typed twice is no other syllable
_JOIN_LEAST, _JOIN_COSTS = np.float32(0.8), np.float32(0.015)


@njit(cache=True, nogil=True)
def _parse(packed: U8, start: int, words: I32) -> int:
    """Where everything of each word lies. Shape: `words` (WORDS, 9)."""
    count = min(int(packed[start + 1]), WORDS)
    at = start + 2
    for one in range(count):
        words[one, _WEIGHT] = packed[at]
        words[one, _ROLE] = packed[at + 1]
        words[one, _WRITING] = packed[at + 2]
        words[one, _HASH_AT] = at + 3
        words[one, _MARK] = int(packed[at + 3]) | int(packed[at + 4]) << 8
        at += 7
        for place in (_GROUPS, _COGNATES, _SIGNS):
            words[one, place] = at
            at += 1 + 2 * int(packed[at])
        words[one, _FORMS] = at
        forms = int(packed[at])
        at += 1
        for _ in range(forms):
            at += 1 + int(packed[at] & _SOUNDS)
    return count


@njit(cache=True, nogil=True)
def _vowels_count(one: int, other: int) -> np.float32:
    """How much vowels tell between two writings."""
    if one == _ABJAD or other == _ABJAD:
        return np.float32(0.35)
    return np.float32(1.0) if one == other else np.float32(0.75)


@njit(cache=True, nogil=True)
def _length(sounds: U8, at: int, count: int, vowel: np.float32) -> np.float32:
    total = np.float32(0.0)
    for place in range(at, at + count):
        code = sounds[place]
        total += THERE_OR_NOT[code] * vowel if code <= 5 else THERE_OR_NOT[code]
    return total


@njit(cache=True, nogil=True)
def _distance(one: U8, a: int, n: int, other: U8, b: int, m: int, vowel: np.float32, rows: F32) -> np.float32:
    """The least cost of hearing one run of sounds for the other, neighbours in the wrong order included.

    Source: optimal string alignment, with the costs of `costs`.
    """
    rows[0, 0] = 0.0
    for j in range(1, m + 1):
        code = other[b + j - 1]
        rows[0, j] = rows[0, j - 1] + (THERE_OR_NOT[code] * vowel if code <= 5 else THERE_OR_NOT[code])
    for i in range(1, n + 1):
        here, above, two_above = i % 3, (i - 1) % 3, (i - 2) % 3
        x = one[a + i - 1]
        out = THERE_OR_NOT[x] * vowel if x <= 5 else THERE_OR_NOT[x]
        rows[here, 0] = rows[above, 0] + out
        for j in range(1, m + 1):
            y = other[b + j - 1]
            into = THERE_OR_NOT[y] * vowel if y <= 5 else THERE_OR_NOT[y]
            change = ONE_FOR_ANOTHER[x, y]
            if x <= 5 and y <= 5:
                change *= vowel
            best = min(rows[above, j] + out, rows[here, j - 1] + into, rows[above, j - 1] + change)
            if i > 1 and j > 1 and x == other[b + j - 2] and one[a + i - 2] == y and x != y:
                best = min(best, rows[two_above, j - 2] + np.float32(SWAPPED))
            rows[here, j] = best
    least: np.float32 = rows[n % 3, m]
    return least


@njit(cache=True, nogil=True)
def _alike(one: U8, a: int, n: int, other: U8, b: int, m: int, vowel: np.float32, rows: F32) -> np.float32:
    """1 for the same sounds, 0 for nothing in common."""
    longest = max(_length(one, a, n, vowel), _length(other, b, m, vowel), np.float32(1.0))
    distance = _distance(one, a, n, other, b, m, vowel, rows)
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
    if int(one[mine[_FORMS]]) == 0 or int(other[theirs[_FORMS]]) == 0:
        return np.float32(0.0)
    begins = one[mine[_FORMS] + 2] == other[theirs[_FORMS] + 2] or ONE_FOR_ANOTHER[one[mine[_FORMS] + 2], other[theirs[_FORMS] + 2]] <= 0.15
    return INITIAL if begins else np.float32(0.0)


@njit(cache=True, nogil=True)
def _cut_alike(one: U8, a: int, other: U8, b: int) -> bool:
    """Whether the first forms of two words begin, or end, with the same sound that many names share."""
    if int(one[a]) == 0 or int(other[b]) == 0:
        return False
    first, their_first = one[a + 2], other[b + 2]
    last, their_last = one[a + 1 + int(one[a + 1] & _SOUNDS)], other[b + 1 + int(other[b + 1] & _SOUNDS)]
    return bool((first >= _SHARED and first == their_first) or (last >= _SHARED and last == their_last))


@njit(cache=True, nogil=True)
def _heard(one: U8, mine: I32, other: U8, theirs: I32, vowel: np.float32, rows: F32) -> np.float32:
    """The likest of the forms of two words.

    Forms of an alphabet are alike: where the first two are nothing like, none is.
    """
    best = np.float32(0.0)
    apart = not _cut_alike(one, mine[_FORMS], other, theirs[_FORMS])
    hopeless = _HOPELESS if mine[_WRITING] < _SIGN and theirs[_WRITING] < _SIGN else np.float32(0.0)
    at = mine[_FORMS] + 1
    for _ in range(int(one[mine[_FORMS]])):
        n = int(one[at] & _SOUNDS)
        there = theirs[_FORMS] + 1
        for _ in range(int(other[theirs[_FORMS]])):
            m = int(other[there] & _SOUNDS)
            if not one[at] & other[there] & _PLAIN or apart:
                best = max(best, _alike(one, at + 1, n, other, there + 1, m, vowel, rows))
            if best >= 1.0 or (best < hopeless and there == theirs[_FORMS] + 1 and at == mine[_FORMS] + 1):
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
def _word(one: U8, mine: I32, other: U8, theirs: I32, rows: F32) -> np.float32:
    """How alike two words are, 0 to 1."""
    if _same(one, mine[_HASH_AT], other, theirs[_HASH_AT]):
        return np.float32(1.0)
    if (mine[_ROLE] == _INITIAL) != (theirs[_ROLE] == _INITIAL):
        return _initial(one, mine, other, theirs)
    writing, their_writing = mine[_WRITING], theirs[_WRITING]
    if writing == their_writing and writing >= _SIGN:
        return _signs_alike(one, mine[_SIGNS], other, theirs[_SIGNS])
    best = _heard(one, mine, other, theirs, _vowels_count(writing, their_writing), rows)
    if best < _TYPED and writing == _LATIN and their_writing == _LATIN and one[mine[_SIGNS]] > 0 and other[theirs[_SIGNS]] > 0:
        same_signs = _signs_alike(one, mine[_SIGNS], other, theirs[_SIGNS])
        return max(best, _SPELT) if same_signs >= 1.0 else min(best, np.float32(0.72) + np.float32(0.2) * same_signs)
    if best < NICKNAME and _shares(one, mine[_GROUPS], other, theirs[_GROUPS]):
        return NICKNAME
    if best < COGNATE and _shares(one, mine[_COGNATES], other, theirs[_COGNATES]):
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
def _joined(one: U8, first: I32, second: I32, other: U8, whole: I32, rows: F32, room: U8) -> np.float32:
    """How alike two neighbours, written as one word, and a word of the other name are."""
    best = _SPELT + _JOIN_COSTS if _signs_joined(one, first[_SIGNS], second[_SIGNS], other, whole[_SIGNS]) else np.float32(0.0)
    vowel = _vowels_count(first[_WRITING], whole[_WRITING])
    at = first[_FORMS] + 1
    for _ in range(min(int(one[first[_FORMS]]), 2)):
        n = int(one[at] & _SOUNDS)
        then = second[_FORMS] + 1
        for _ in range(min(int(one[second[_FORMS]]), 2)):
            k = int(one[then] & _SOUNDS)
            for place in range(n):
                room[place] = one[at + 1 + place]
            skip = 1 if n > 0 and k > 0 and one[at + n] == one[then + 1] else 0
            for place in range(skip, k):
                room[n + place - skip] = one[then + 1 + place]
            there = whole[_FORMS] + 1
            for _ in range(int(other[whole[_FORMS]])):
                m = int(other[there] & _SOUNDS)
                if abs(n + k - skip - m) <= 3:
                    best = max(best, _alike(room, 0, n + k - skip, other, there + 1, m, vowel, rows))
                there += 1 + m
            then += 1 + k
        at += 1 + n
    return best


@njit(cache=True, nogil=True)
def _counts(role: int, weight: int) -> bool:
    """Whether a word is counted, not only weighed."""
    return role not in (_PARTICLE, _TITLE, _GENERATION, _INITIAL) or weight > 33  # of 255


@njit(cache=True, nogil=True)
def _joins(
    one: U8, mine: I32, n: int, other: U8, theirs: I32, m: int, grid: F32, found: F32, count: int, flipped: bool, rows: F32, room: U8
) -> int:
    """Adds the joins of neighbours of the first name, particles between them included, to `found`: (left mask, right mask, alike)."""
    for i in range(n - 1):
        k = i + 1
        while k < n - 1 and mine[k, _ROLE] == _PARTICLE:
            k += 1
        for j in range(m):
            near = max(grid[j, i], grid[j, k]) if flipped else max(grid[i, j], grid[k, j])
            if near > 0.93 or (theirs[j, _WRITING] == _SIGN and mine[i, _WRITING] == _SIGN):
                continue
            alike = _joined(one, mine[i], mine[k], other, theirs[j], rows, room) - _JOIN_COSTS
            if alike >= _JOIN_LEAST and alike > near:
                both = (2 << k) - (1 << i)
                found[count, 0] = (1 << j) if flipped else both
                found[count, 1] = both if flipped else (1 << j)
                found[count, 2] = alike
                count += 1
    return count


@njit(cache=True, nogil=True)
def _candidates(one: U8, mine: I32, n: int, other: U8, theirs: I32, m: int, found: F32, grid: F32, rows: F32, room: U8) -> int:
    count = 0
    for i in range(n):
        for j in range(m):
            grid[i, j] = _word(one, mine[i], other, theirs[j], rows)
            found[count, 0] = 1 << i
            found[count, 1] = 1 << j
            found[count, 2] = grid[i, j]
            count += 1
    count = _joins(one, mine, n, other, theirs, m, grid, found, count, False, rows, room)
    return _joins(other, theirs, m, one, mine, n, grid, found, count, True, rows, room)


@njit(cache=True, nogil=True)
def _mask_weight(words: I32, mask: int) -> np.float32:
    total = np.float32(0.0)
    for place in range(WORDS):
        if mask >> place & 1:
            total += words[place, _WEIGHT] / np.float32(255.0)
    return total


@njit(cache=True, nogil=True)
def _tie(mine: I32, a: int, theirs: I32, b: int) -> np.float32:
    """A very small number that two words always have together: equals are told apart by it, whatever their order."""
    mixed = 0
    for place in range(WORDS):
        if a >> place & 1:
            mixed ^= mine[place, _MARK]
        if b >> place & 1:
            mixed ^= theirs[place, _MARK]
    return np.float32((mixed & 1023) * 1e-7)


@njit(cache=True, nogil=True)
def _assign(mine: I32, theirs: I32, found: F32, count: int, chosen: F32) -> int:
    """Which word stands for which: the likest first, among equals the weightier. Shape: `chosen` (WORDS, 3), as `found`."""
    left, right, taken = 0, 0, 0
    for _ in range(WORDS):
        best, place = np.float32(-1.0), -1
        for one in range(count):
            a, b = int(found[one, 0]), int(found[one, 1])
            if a & left or b & right:
                continue
            worth = found[one, 2] + np.float32(0.02) * (_mask_weight(mine, a) + _mask_weight(theirs, b)) + _tie(mine, a, theirs, b)
            if worth > best:
                best, place = worth, one
        if place < 0:
            break
        left |= int(found[place, 0])
        right |= int(found[place, 1])
        chosen[taken] = found[place]
        taken += 1
    return taken


@njit(cache=True, nogil=True)
def _light(words: I32, mask: int) -> bool:
    counted = 0
    for place in range(WORDS):
        if mask >> place & 1 and _counts(words[place, _ROLE], words[place, _WEIGHT]):
            counted += 1
    return counted == 0


@njit(cache=True, nogil=True)
def _spread(alike: np.float32, weight: np.float32, facts: F32, start: int) -> None:
    """Adds a weight to the two steps that an alikeness lies between, to the nearer one more."""
    if alike >= STEPS[0]:
        facts[start] += weight
        return
    for place in range(1, BINS):
        if alike >= STEPS[place]:
            share = (alike - STEPS[place]) / (STEPS[place - 1] - STEPS[place])
            facts[start + place - 1] += share * weight
            facts[start + place] += (np.float32(1.0) - share) * weight
            return
    facts[start + BINS - 1] += weight


@njit(cache=True, nogil=True)
def _totals(words: I32, count: int) -> tuple[np.float32, int]:
    weight, counted = np.float32(0.0), 0
    for place in range(count):
        weight += words[place, _WEIGHT] / np.float32(255.0)
        if _counts(words[place, _ROLE], words[place, _WEIGHT]):
            counted += 1
    return weight, counted


@njit(cache=True, nogil=True)
def _weigh(mine: I32, n: int, theirs: I32, m: int, chosen: F32, taken: int, facts: F32) -> None:
    """Puts together what the chosen pairs say of the two names."""
    facts[:] = 0.0
    fathers = _has_father(mine, n) and _has_father(theirs, m)
    left, right = 0, 0
    for one in range(taken):
        a, b, alike = int(chosen[one, 0]), int(chosen[one, 1]), chosen[one, 2]
        light = _light(mine, a) or _light(theirs, b)
        if light and alike < 0.8:  # a particle that stands for nothing
            chosen[one, 2] = -1.0
            continue
        left |= a
        right |= b
        weight = np.float32(0.5) * (_mask_weight(mine, a) + _mask_weight(theirs, b))
        if light:
            weight = min(_mask_weight(mine, a), _mask_weight(theirs, b))
        _spread(alike, weight, facts, 0)
        if not light:
            _spread(alike, np.float32(1.0), facts, BINS)
        if fathers and _is_father(mine, a) != _is_father(theirs, b):
            facts[FATHERS] += 1.0
    _leftover(mine, n, left, facts)
    _leftover(theirs, m, right, facts)
    weight, counted = _totals(mine, n)
    their_weight, their_count = _totals(theirs, m)
    facts[SHORT_WEIGHT], facts[LONG_WEIGHT] = min(weight, their_weight), max(weight, their_weight)
    facts[SHORT_COUNT], facts[LONG_COUNT] = min(counted, their_count), max(counted, their_count)


@njit(cache=True, nogil=True)
def _has_father(words: I32, count: int) -> bool:
    found = 0
    for place in range(count):
        if words[place, _ROLE] == _FATHER:
            found += 1
    return found > 0


@njit(cache=True, nogil=True)
def _is_father(words: I32, mask: int) -> bool:
    found = 0
    for place in range(WORDS):
        if mask >> place & 1 and words[place, _ROLE] == _FATHER:
            found += 1
    return found > 0


@njit(cache=True, nogil=True)
def _leftover(words: I32, count: int, taken: int, facts: F32) -> None:
    first = True
    for place in range(count):
        counts = _counts(words[place, _ROLE], words[place, _WEIGHT])
        if not taken >> place & 1:
            facts[LEFT_WEIGHT] += words[place, _WEIGHT] / np.float32(255.0)
            if counts:
                facts[LEFT_COUNT] += 1.0
                if first:
                    facts[FIRST_LEFT] = 1.0
        if counts:
            first = False


@njit(cache=True, nogil=True)
def _run_on(packed: U8, words: I32, count: int, room: U8) -> int:
    """All words of a name as one, in their first forms. Gives how many sounds; 0 where a word cannot be heard."""
    length = 0
    for place in range(count):
        at = words[place, _FORMS] + 1
        if packed[at - 1] == 0:
            return 0
        for sound in range(int(packed[at] & _SOUNDS)):
            if length >= LETTERS - 1:
                return length
            if length == 0 or room[length - 1] != packed[at + 1 + sound]:
                room[length] = packed[at + 1 + sound]
                length += 1
    return length


@njit(cache=True, nogil=True)
def _all_alike(one: U8, mine: I32, n: int, other: U8, theirs: I32, m: int, rows: F32) -> np.float32:
    """How alike two names are with all their words run together: where a space or a hyphen was mistyped. Only in one writing."""
    room, their_room = np.empty(LETTERS, np.uint8), np.empty(LETTERS, np.uint8)
    if n == 0 or m == 0 or mine[0, _WRITING] != theirs[0, _WRITING] or mine[0, _WRITING] >= _SIGN:
        return np.float32(0.0)
    k, h = _run_on(one, mine, n, room), _run_on(other, theirs, m, their_room)
    if k == 0 or h == 0 or abs(k - h) > 4:
        return np.float32(0.0)
    return _alike(room, 0, k, their_room, 0, h, np.float32(1.0), rows)


@njit(cache=True, nogil=True)
def compare(one: U8, a: int, other: U8, b: int, facts: F32, chosen: F32) -> int:
    """One pair of packed names that begin at `a` and `b`. Fills `facts` (FACTS,) and `chosen` (WORDS, 3: left mask, right mask, alike).

    Gives how many pairs of words were chosen; one with an alikeness below 0 stands for nothing.
    """
    mine, theirs = np.empty((WORDS, _ROW), np.int32), np.empty((WORDS, _ROW), np.int32)
    rows, room = np.empty((3, LETTERS), np.float32), np.empty(LETTERS, np.uint8)
    grid, found = np.empty((WORDS, WORDS), np.float32), np.empty((3 * WORDS * WORDS, 3), np.float32)
    n, m = _parse(one, a, mine), _parse(other, b, theirs)
    count = _candidates(one, mine, n, other, theirs, m, found, grid, rows, room)
    taken = _assign(mine, theirs, found, count, chosen)
    _weigh(mine, n, theirs, m, chosen, taken, facts)
    if facts[0] < facts[SHORT_WEIGHT]:  # else nothing is gained
        facts[RUN_ON] = _all_alike(one, mine, n, other, theirs, m, rows)
    return taken


__all__ = ["BINS", "FACTS", "WORDS", "compare"]
