"""The compiled loops of names: which word stands for which, and what that says of the two names.

Nothing depends on which name is given first, nor on the order of the words but for joined neighbours: the words themselves break ties.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from comity.names.hearing import (
    F32,
    FATHER,
    FORMS,
    GENERATION,
    I32,
    INITIAL_ROLE,
    JOIN_COSTS,
    JOIN_LEAST,
    LETTERS,
    MARK,
    PARTICLE,
    ROLE,
    ROW,
    SIGN,
    SOUNDS,
    TITLE,
    U8,
    WEIGHT,
    WORDS,
    WRITING,
    joinable,
    joined,
    parse,
    sounds_alike,
    word,
)

# What is compiled lasts until its own file changes; this names the files that it is built on, so that it changes with them.
BUILT_ON = "002717610344"

# Steps of alikeness, best first: a pair of words between two of them counts towards both, so that nothing jumps.
STEPS = np.array([1.0, 0.95, 0.9, 0.85, 0.78, 0.7, 0.6, 0.45], np.float32)
BINS = 8
# All words run together say nothing up to this alikeness.
RUN_ON_FROM = np.float32(0.85)
# What `facts` holds of a pair, after two times BINS: the weight and the number of pairs of words at each step of alikeness.
# Then what only one name has, what both weigh, whether the first word of one stands for nothing, fathers that stand
# for others, and how alike the names are where all words are written as one.
LEFT_WEIGHT, LEFT_COUNT, SHORT_WEIGHT, SHORT_COUNT, LONG_WEIGHT, LONG_COUNT, FIRST_LEFT, FATHERS, RUN_ON = range(2 * BINS, 2 * BINS + 9)
FACTS = 2 * BINS + 9


@njit(cache=True, nogil=True)
def _counts(role: int, weight: int) -> bool:
    """Whether a word is counted, not only weighed."""
    return role not in (PARTICLE, TITLE, GENERATION, INITIAL_ROLE) or weight > 33  # of 255


@njit(cache=True, nogil=True)
def _joins(
    one: U8, mine: I32, n: int, other: U8, theirs: I32, m: int, grid: F32, found: F32, count: int, flipped: bool, rows: F32, room: U8
) -> int:
    """Adds the joins of neighbours of the first name, particles between them included, to `found`.

    Its columns: left mask, right mask, alike, and what `_assign` finds it worth.
    """
    for i in range(n - 1):
        k = i + 1
        while k < n - 1 and mine[k, ROLE] == PARTICLE:
            k += 1
        for j in range(m):
            if not joinable(one, mine, i, k, theirs, j):
                continue
            near = max(grid[j, i], grid[j, k]) if flipped else max(grid[i, j], grid[k, j])
            if near > 0.93 or (theirs[j, WRITING] == SIGN and mine[i, WRITING] == SIGN):
                continue
            least = max(JOIN_LEAST, near) + JOIN_COSTS
            alike = joined(one, mine[i], mine[k], other, theirs[j], least, rows, room) - JOIN_COSTS
            if alike >= JOIN_LEAST and alike > near:
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
            grid[i, j] = word(one, mine[i], other, theirs[j], rows)
            found[count, 0] = 1 << i
            found[count, 1] = 1 << j
            found[count, 2] = grid[i, j]
            count += 1
    count = _joins(one, mine, n, other, theirs, m, grid, found, count, False, rows, room)
    return _joins(other, theirs, m, one, mine, n, grid, found, count, True, rows, room)


@njit(cache=True, nogil=True)
def _mask_weight(words: I32, mask: int) -> np.float32:
    total = np.float32(0.0)
    place = 0
    while mask >> place:
        if mask >> place & 1:
            total += words[place, WEIGHT] / np.float32(255.0)
        place += 1
    return total


@njit(cache=True, nogil=True)
def _marks(words: I32, mask: int) -> int:
    """The marks of words, put together whatever their order."""
    mixed, place = 0, 0
    while mask >> place:
        if mask >> place & 1:
            mixed ^= words[place, MARK]
        place += 1
    return mixed


@njit(cache=True, nogil=True)
def _worth(mine: I32, a: int, theirs: I32, b: int, alike: np.float32) -> np.float32:
    """What a pair is chosen by: how alike, then how weighty; equals by a very small number that two words always have together."""
    tie = np.float32(((_marks(mine, a) ^ _marks(theirs, b)) & 1023) * 1e-7)
    return alike + np.float32(0.02) * (_mask_weight(mine, a) + _mask_weight(theirs, b)) + tie


@njit(cache=True, nogil=True)
def _assign(mine: I32, theirs: I32, found: F32, count: int, chosen: F32) -> int:
    """Which word stands for which: the likest first, among equals the weightier. Shape: `chosen` (WORDS, 3), as `found`."""
    left, right, taken = 0, 0, 0
    for one in range(count):
        found[one, 3] = _worth(mine, int(found[one, 0]), theirs, int(found[one, 1]), found[one, 2])
    for _ in range(WORDS):
        best, place = np.float32(-1.0), -1
        for one in range(count):
            if found[one, 3] > best and not (int(found[one, 0]) & left or int(found[one, 1]) & right):
                best, place = found[one, 3], one
        if place < 0:
            break
        left |= int(found[place, 0])
        right |= int(found[place, 1])
        chosen[taken] = found[place, :3]
        taken += 1
    return taken


@njit(cache=True, nogil=True)
def _light(words: I32, mask: int) -> bool:
    counted = 0
    for place in range(WORDS):
        if mask >> place & 1 and _counts(words[place, ROLE], words[place, WEIGHT]):
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
        weight += words[place, WEIGHT] / np.float32(255.0)
        if _counts(words[place, ROLE], words[place, WEIGHT]):
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
        if words[place, ROLE] == FATHER:
            found += 1
    return found > 0


@njit(cache=True, nogil=True)
def _is_father(words: I32, mask: int) -> bool:
    found = 0
    for place in range(WORDS):
        if mask >> place & 1 and words[place, ROLE] == FATHER:
            found += 1
    return found > 0


@njit(cache=True, nogil=True)
def _leftover(words: I32, count: int, taken: int, facts: F32) -> None:
    first = True
    for place in range(count):
        counts = _counts(words[place, ROLE], words[place, WEIGHT])
        if not taken >> place & 1:
            facts[LEFT_WEIGHT] += words[place, WEIGHT] / np.float32(255.0)
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
        at = words[place, FORMS] + 1
        if packed[at - 1] == 0:
            return 0
        for sound in range(int(packed[at] & SOUNDS)):
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
    if n == 0 or m == 0 or mine[0, WRITING] != theirs[0, WRITING] or mine[0, WRITING] >= SIGN:
        return np.float32(0.0)
    k, h = _run_on(one, mine, n, room), _run_on(other, theirs, m, their_room)
    if k == 0 or h == 0 or abs(k - h) > 4:
        return np.float32(0.0)
    return sounds_alike(room, 0, k, their_room, 0, h, 0, RUN_ON_FROM, rows)


@njit(cache=True, nogil=True)
def compare(one: U8, a: int, other: U8, b: int, facts: F32, chosen: F32) -> int:
    """One pair of packed names that begin at `a` and `b`. Fills `facts` (FACTS,) and `chosen` (WORDS, 3: left mask, right mask, alike).

    Gives how many pairs of words were chosen; one with an alikeness below 0 stands for nothing.
    """
    mine, theirs = np.empty((WORDS, ROW), np.int32), np.empty((WORDS, ROW), np.int32)
    rows, room = np.empty((3, LETTERS), np.float32), np.empty(LETTERS, np.uint8)
    grid, found = np.empty((WORDS, WORDS), np.float32), np.empty((3 * WORDS * WORDS, 4), np.float32)
    n, m = parse(one, a, mine), parse(other, b, theirs)
    count = _candidates(one, mine, n, other, theirs, m, found, grid, rows, room)
    taken = _assign(mine, theirs, found, count, chosen)
    _weigh(mine, n, theirs, m, chosen, taken, facts)
    if facts[0] < facts[SHORT_WEIGHT]:  # else nothing is gained
        facts[RUN_ON] = _all_alike(one, mine, n, other, theirs, m, rows)
    return taken


__all__ = ["BINS", "FACTS", "RUN_ON_FROM", "WORDS", "compare"]
