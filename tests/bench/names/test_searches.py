"""Searches of people who are not there are of nobody who is."""

from __future__ import annotations

from comity.bench.names.near import plain
from comity.bench.names.searches import _of_cultures


def test_nobody_who_is_asked_about_is_recorded_in_either_writing() -> None:
    records, searches = _of_cultures()
    for culture in {search.group.split()[1] for search in searches}:
        held = {plain(row.name) for row in records if row.id.startswith(f"{culture}-")}
        asked = {plain(search.row.name) for search in searches if search.group.startswith(f"culture {culture} ")}
        assert len(asked) > 30
        assert not asked & held, culture


def test_records_and_questions_are_as_many_in_both_writings() -> None:
    records, searches = _of_cultures()
    counted = [sum(one.group == f"culture Cyrl {writing}" for one in searches) for writing in ("own script", "in Latin")]
    assert counted[0] == counted[1] == sum(row.id.startswith("Cyrl-own") for row in records)
