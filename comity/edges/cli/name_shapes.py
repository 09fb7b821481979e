"""Two names side by side on a terminal, or as JSON: parts, and what adds up to the probability."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from comity.edges.cli.terminal import as_json, facts, say, table

if TYPE_CHECKING:
    from comity.names.assessment import Assessment
    from comity.names.model import Name
    from comity.search.corpus.pairs import Two, What


def show(two: Two, prior: float, what: What, *, json: bool) -> None:
    """Persons with every contribution; organisations with what they share and what they do not."""
    from comity.search.corpus.pairs import are_organisations

    if are_organisations(two.a.name, two.b.name, what):
        _organisations(two, prior, json=json)
    else:
        _persons(two, prior, json=json)


def _persons(two: Two, prior: float, *, json: bool) -> None:
    from comity.search.corpus import person_of
    from comity.search.corpus.pairs import assessed

    said, unread = assessed(two, prior)
    names = [person_of(row.name, row.born, row.nationality).name for row in two]
    parts = _parts(names, said)
    adding = [(one.log_odds, one.sentence.format_map(one.values)) for one in said.contributions]
    if json:
        shown = [{"a": a, "b": b, "alike": alike, "why": why} for a, b, alike, why in parts]
        sums = [{"log_odds": round(odds, 4), "sentence": sentence} for odds, sentence in adding]
        as_json({"likeness": said.likeness, "probability": said.probability, "parts": shown, "contributions": sums, "unread": unread})
        return
    facts((("likeness", f"{said.likeness:.3f}"), ("probability", f"{said.probability:.6f}")))
    say("")
    table(("first", "second", "alike", "why"), [(a, b, f"{alike:.2f}" if a and b else "", why) for a, b, alike, why in parts], "")
    say("")
    table(("adds", "because"), [(f"{odds:+.2f}", sentence) for odds, sentence in adding], "")
    for field in unread:
        say(f"What was given as {field} cannot be read; it was left out.")


def _parts(names: Sequence[Name], said: Assessment) -> list[tuple[str, str, float, str]]:
    """Words of either side that stand for each other; an empty side where there is nothing."""

    def written(name: Name, places: Sequence[int]) -> str:
        return " + ".join(_word(name, place) for place in places)

    one, other = names
    return [(written(one, pair.left), written(other, pair.right), pair.score, pair.why) for pair in said.matched.pairs]


def _word(name: Name, place: int) -> str:
    """A word as it stands, with its usual spelling where it is of another script."""
    word = name.words[place]
    latin = word.forms[0] if word.forms else ""
    return f"{word.text} ({latin})" if latin and not word.text.isascii() and latin != word.text else word.text


def _organisations(two: Two, prior: float, *, json: bool) -> None:
    from comity.names.entities import explain_entity
    from comity.search.corpus.pairs import entity, of_organisations

    found = explain_entity(entity(two.a.name), entity(two.b.name))
    sentences = [one.text.format_map(one.values) for one in found.sentences]
    probability = of_organisations(found.score, prior)
    if json:
        as_json({"likeness": found.score, "probability": probability, "sentences": sentences})
        return
    facts((("likeness", f"{found.score:.3f}"), ("probability", f"{probability:.6f}")))
    for sentence in sentences:
        say(f"{sentence}.")
