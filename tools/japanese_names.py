"""Writes the tables of Japanese names from the files of the package `japanese-personal-name-dataset` (MIT).

    python3 run python -m tools.japanese_names FOLDER    the package's folder `dataset`

Surnames keep the order of frequency. The package has no frequency of given names, so a reading is rated by its parts: each sign's
readings at the front and at the end of names are counted over the whole list: 明美 is Akemi since 明 is often あけ and 美 mostly み.
The best rated names are kept. Readings stay in kana: the spellings in Latin follow by rule.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from pathlib import Path

TABLES = Path(__file__).resolve().parent.parent / "comity/names/tables"
SOURCE = (
    "# Written by tools/japanese_names.py. Source: japanese-personal-name-dataset 0.4.0, by shuheilocale. Licence: MIT, in LICENCES.txt.\n"
)
SURNAMES = f"# Japanese surnames in kanji, the most frequent first, with their readings in kana.\n{SOURCE}# surname\treadings\n"
GIVEN = f"# Japanese given names in kanji with their readings in kana, the most usual first.\n{SOURCE}# given name\treadings\n"
SIGNS = f"# What one sign sounds like at the front and at the end of Japanese given names, in kana.\n{SOURCE}# sign\tfront\tend\n"
MOST_READINGS = 5
MOST_NAMES = 20_000
LONGEST = 4  # signs of a given name
ROUNDS = 5
SELDOM = 3  # a sign's reading in fewer names than this is left out

Places = dict[tuple[str, bool], dict[str, float]]  # (sign, stands at the front) to readings


def table(folder: Path, name: str) -> list[list[str]]:
    """The rows of one file of the package."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as opened:
        return [row for row in csv.reader(opened) if len(row) > 2]


def surnames(folder: Path) -> dict[str, list[str]]:
    """Surname to readings, the most frequent surname first."""
    found: dict[str, list[str]] = defaultdict(list)
    for sign, _, kana, *_ in table(folder, "last_name_org"):
        found[sign].append(kana)
    return found


def given(folder: Path) -> tuple[dict[str, set[str]], Counter[str]]:
    """Given name to readings, and each reading's number of spellings. Names wholly in kana are left out: they need no reading."""
    weight: Counter[str] = Counter()
    readings: dict[str, set[str]] = defaultdict(set)
    for name in ("first_name_man_org", "first_name_woman_org", "first_name_man_opti", "first_name_woman_opti"):
        for kana, _, *signs in table(folder, name):
            weight[kana] += len(signs)
            for sign in signs:
                if len(sign) <= LONGEST and all("\u3400" <= each <= "\u9fff" or each == "々" for each in sign):
                    readings[sign].add(kana)
    return readings, weight


def places(readings: dict[str, set[str]]) -> Places:
    """How often each reading belongs to a sign at the front and at the end of names of two signs: expectation and maximisation."""
    found: Places = defaultdict(lambda: defaultdict(float))
    names = [(name, kana) for name, heard in readings.items() if len(name) == 2 for kana in heard if len(kana) > 1]
    for _ in range(ROUNDS):
        new: Places = defaultdict(lambda: defaultdict(float))
        for name, kana in names:
            shares = [_share(found, name, kana, cut) for cut in range(1, len(kana))]
            for cut, share in enumerate(shares, start=1):
                new[name[0], True][kana[:cut]] += share / sum(shares)
                new[name[1], False][kana[cut:]] += share / sum(shares)
        found = new
    return found


def _share(counts: Places, name: str, kana: str, cut: int) -> float:
    """How likely it is that the first sign ends at this cut."""
    return (1e-3 + counts[name[0], True][kana[:cut]]) * (1e-3 + counts[name[-1], False][kana[cut:]])


def rating(name: str, kana: str, counts: Places, weight: Counter[str]) -> float:
    """How usual a reading of a name is: its parts' counts multiplied, at the best place to cut."""
    if len(name) == 1:
        return weight[kana] * (1 + counts[name, True][kana])
    longest_middle = 0 if len(name) == 2 else 3
    cuts = ((first, last) for first in range(1, len(kana)) for last in range(first, min(first + longest_middle, len(kana) - 1) + 1))
    ends = ((counts[name[0], True][kana[:first]], counts[name[-1], False][kana[last:]]) for first, last in cuts)
    return max(((1e-3 + front) * (1e-3 + end) for front, end in ends), default=0.0) * float(weight[kana])


def usual(counts: Places, sign: str, *, front: bool) -> str:
    """The two most usual readings of a sign at one place."""
    best = sorted(counts[sign, front].items(), key=lambda each: -each[1])[:2]
    return " ".join(kana for kana, seen in best if seen >= SELDOM)


def write(name: str, header: str, found: dict[str, str]) -> None:
    """One table: a heading, then a line a key, parted by tabs."""
    (TABLES / f"{name}.tsv").write_text(header + "".join(f"{sign}\t{rest}\n" for sign, rest in found.items()), encoding="utf-8")


def main(folder: str) -> int:
    """Writes the tables of surnames and readings from the sources in `folder`; gives the exit code."""
    readings, weight = given(Path(folder))
    counts = places(readings)
    rated = {name: sorted(((rating(name, kana, counts, weight), kana) for kana in heard), reverse=True) for name, heard in readings.items()}
    best = sorted(rated, key=lambda name: (len(name) > 1, -rated[name][0][0], name))[:MOST_NAMES]
    signs = sorted({sign for sign, _ in counts})
    write("japanese_surnames", SURNAMES, {sign: " ".join(kana) for sign, kana in surnames(Path(folder)).items()})
    write("japanese_given", GIVEN, {name: " ".join(kana for _, kana in rated[name][:MOST_READINGS]) for name in sorted(best)})
    heard = {sign: f"{usual(counts, sign, front=True)}\t{usual(counts, sign, front=False)}" for sign in signs}
    write("japanese_signs", SIGNS, {sign: rest for sign, rest in heard.items() if rest.strip()})
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
