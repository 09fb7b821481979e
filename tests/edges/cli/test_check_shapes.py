"""Hit, look-alike, no hit and no answer never look alike: word, shape, exit code."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest

from comity.client.checks import Answer, CheckResult, Hit, Identifier, Question
from comity.client.persons import Evidence, Person, PersonMatch, PersonResult, Side, Word
from comity.edges.cli.check_shapes import LOOKS, asker_of, named, one_line, show, tally, worst
from comity.edges.cli.exits import Exit

HIT = Hit(
    "0192-7", "travel_documents", "exact", "The number is the same.", "XBM", "official", ("armed",), ("Ask the owner to confirm.",),
    "Ask XBM-NCB.", {"number": "P1\x1b[2J", "type": "passport"},
)  # fmt: skip
NO_HIT = Answer("local", "vehicles", "no_hit")
SILENT = Answer("XES", "travel_documents", "no_answer", (), "timed out")
FOUND = Answer("local", "travel_documents", "hit", (HIT,))
ALIKE = Answer("local", "travel_documents", "hit", (msgspec.structs.replace(HIT, grade="confusable"),))
SETTLE = "comity settle 1-2 2026-11-21T10:00:00.000Z 0192-7 record|asked|unreadable"


def result(outcome: str, *answers: Answer) -> CheckResult:
    return CheckResult("1-2", "2026-11-21T10:00:00.000Z", outcome, answers, ("Asked under every code.",))  # type: ignore[arg-type]


def test_words_shapes_and_codes_differ() -> None:
    looks = list(LOOKS.values())
    for what in ("word", "symbol", "plain", "style"):
        assert len({getattr(look, what) for look in looks}) == len(looks)
    assert len({look.code for look in looks}) == 4  # look-alikes and candidates wait for the same: somebody who looks


def test_HIT_06_candidates_say_how_they_are_answered_and_a_positive_person_is_a_hit(capsys: pytest.CaptureFixture[str]) -> None:
    sides = (Side("يوسف", "yusuf", 1.0, "Sounds the same"), Side("", "ali", 0.0))
    match = PersonMatch(
        1, "possible", False, 0.93, 0.31, "Yusuf Ali",
        (Evidence("prior", -5.3, "Starting point"), Evidence("birth", 3.7, "Birth date the same")), sides, "MARK-1",
    )  # fmt: skip
    hit = msgspec.structs.replace(HIT, grade="possible", person=match)
    asked = Person("يوسف", "1984", "XCS")
    said = CheckResult("1-2", "2026-11-21T10:00:00.000Z", "hit", (Answer("local", "persons", "hit", (hit,)),), (),
                       PersonResult("candidates", (Word("يوسف", "youssef", "given"),), ("persons",), True))  # fmt: skip
    assert show(said, named((), asked)) == Exit.LOOK_ALIKE
    out = capsys.readouterr().out
    assert out.splitlines()[0] == "≈ Candidates: يوسف, 1984, XCS"
    for part in (
        "يوسف (youssef)",
        "Others are like it too",
        "probability 0.31",
        "+3.70  Birth date the same",
        "- / ali",
        "comity persons answer 1-2 MARK-1",
    ):
        assert part in out, part
    sure = msgspec.structs.replace(hit, grade="likely", person=msgspec.structs.replace(match, positive=True))
    said = msgspec.structs.replace(said, answers=(Answer("local", "persons", "hit", (sure,)),), person=None)
    assert show(said, "Yusuf") == Exit.HIT
    assert "persons answer" not in capsys.readouterr().out


def test_HIT_06_an_organisation_is_called_one_and_answered_in_its_own_words(capsys: pytest.CaptureFixture[str]) -> None:
    match = PersonMatch(1, "likely", False, 0.93, 0.71, "Orvalis Relief", (), (), "MARK-2", "organisation")
    hit = msgspec.structs.replace(HIT, grade="likely", person=match)
    of_name = PersonResult("candidates", (Word("orvalis"),), ("notices",), organisations=True)
    said = CheckResult("1-2", "2026-11-21T10:00:00.000Z", "hit", (Answer("local", "notices", "hit", (hit,)),), (), of_name)
    assert show(said, "Orvalis") == Exit.LOOK_ALIKE
    out = capsys.readouterr().out
    for part in (
        "1. Orvalis Relief (organisation): likeness 0.93",
        "Organisations of that name were looked for too.",
        "A candidate, an organisation",
        "comity persons answer 1-2 MARK-2 this-organisation|not-this-organisation",
    ):
        assert part in out, part
    assert "Compare the person" not in out


def test_a_hit_says_first_what_must_be_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert show(result("hit", NO_HIT, SILENT, FOUND), "document P1 of XBM") == Exit.HIT
    out = capsys.readouterr().out
    lines = out.splitlines()
    assert lines[0] == "◆ HIT: document P1 of XBM"
    assert lines[1].strip().startswith("◆ hit  travel documents (local)")
    assert "WARNING: armed" in lines[2]
    assert out.index("exact: The number is the same.") < out.index("1. Ask the owner") < out.index("number: P1")
    assert out.index("⬚ no answer  travel documents (XES): timed out") < out.index("○ no hit  vehicles")
    assert "\x1b" not in out
    assert "Entry 1-2 of 2026" in out


def test_a_no_hit_says_what_it_does_not_prove(capsys: pytest.CaptureFixture[str]) -> None:
    assert show(result("no_hit", NO_HIT), "vin X") == Exit.OK
    out = capsys.readouterr().out
    assert out.startswith("○ No hit: vin X\n")
    assert "proves only" in out


def test_no_answer_is_no_no_hit(capsys: pytest.CaptureFixture[str]) -> None:
    assert show(result("no_answer", NO_HIT, SILENT), "vin X") == Exit.NO_ANSWER
    out = capsys.readouterr().out
    assert out.startswith("⬚ No answer: vin X\n")
    assert "proves only" not in out


def test_lines_of_a_batch(capsys: pytest.CaptureFixture[str]) -> None:
    assert one_line(result("hit", FOUND), "a") == Exit.HIT
    assert one_line(result("no_answer", SILENT), "b") == Exit.NO_ANSWER
    assert capsys.readouterr().out.splitlines() == [
        "◆ HIT         a  travel documents of XBM, exact",
        "⬚ No answer   b  travel documents: timed out",
    ]


def test_HIT_06_a_look_alike_comes_with_the_line_that_settles_it(capsys: pytest.CaptureFixture[str]) -> None:
    asked = Question((Identifier("document", "P1"),), "border", (), "o 'Neill; rm", "GATE")
    show(result("hit", ALIKE), "document P1 of XBM", asker_of(asked))
    out = capsys.readouterr().out
    assert "its owner is not told yet" in out
    assert f"{SETTLE} --purpose border --officer 'o '\"'\"'Neill; rm' --unit GATE" in out
    one_line(result("hit", ALIKE), "a")
    assert capsys.readouterr().out.splitlines()[-1].strip() == SETTLE
    show(result("hit", FOUND), "document P1 of XBM")
    assert "settle" not in capsys.readouterr().out


def test_HIT_06_look_alikes_alone_are_shown_neither_as_hit_nor_as_no_hit(capsys: pytest.CaptureFixture[str]) -> None:
    assert show(result("hit", NO_HIT, SILENT, ALIKE), "document P1 of XBM") == Exit.LOOK_ALIKE
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "≠ Look-alike: document P1 of XBM"
    assert lines[1].strip() == "≠ look-alike  travel documents (local)"
    assert not any("HIT" in line or "◆" in line for line in lines)
    assert one_line(result("hit", ALIKE), "a") == Exit.LOOK_ALIKE
    assert capsys.readouterr().out.startswith("≠ Look-alike  a  travel documents of XBM, confusable\n")
    assert show(result("hit", ALIKE, FOUND), "document P1 of XBM") == Exit.HIT
    assert capsys.readouterr().out.startswith("◆ HIT: ")


def test_a_hit_anywhere_is_a_hit_and_silence_leaves_it_open() -> None:
    assert worst(Counter({Exit.OK: 5})) == Exit.OK
    assert worst(Counter({Exit.OK: 5, Exit.NO_ANSWER: 1})) == Exit.NO_ANSWER
    assert worst(Counter({Exit.HIT: 1, Exit.NO_ANSWER: 3})) == Exit.HIT
    assert worst(Counter({Exit.LOOK_ALIKE: 1, Exit.NO_ANSWER: 3, Exit.OK: 1})) == Exit.LOOK_ALIKE
    assert worst(Counter({Exit.LOOK_ALIKE: 1, Exit.HIT: 1})) == Exit.HIT
    assert tally(Counter({Exit.HIT: 1, Exit.OK: 2})) == "1 hit, 0 look-alikes, 2 no hits, 0 no answers"
