"""What a trace needs, whom it asks, and who may do what to it: each rule alone, over values."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from comity.traces import rules
from comity.traces.model import Answer, Leg, Outcome, Question, Reply, State, Trace, Why
from tests.made import NOW, XBM, XCS, XDV, XEM, officer

COUNTRIES = {"XBM": XBM, "XCS": XCS, "XDV": XDV, "XEM": XEM}
WEAPON = {"make": "Arvenwerk", "serial": "K400000004", "made_in": "XCS", "imported_to": "XDV"}
ASKED = Leg(1, XCS, Why.MAKER, NOW, NOW + rules.DAYS)
TRACE = Trace(UUID(int=1), XBM, 20, 21, NOW, State.OPEN, None, None, None, Question(WEAPON), (ASKED,))


def answered(answer: Answer, reply: Reply | None = None) -> Trace:
    return replace(TRACE, legs=(replace(ASKED, answer=answer, answered_at=NOW, reply=reply),))


def test_a_weapon_is_traced_by_its_make_and_a_number_or_a_marking() -> None:
    assert rules.lacking(WEAPON) == []
    assert rules.lacking({"make": "Arvenwerk", "markings.1.text": "crown"}) == []
    assert [fault.field for fault in rules.lacking({})] == ["make", "serial"]
    assert [fault.field for fault in rules.lacking({"make": "Arvenwerk"})] == ["serial"]


def test_the_maker_is_asked_first_then_the_importer_and_nobody_asks_itself() -> None:
    assert list(rules.first_asked(WEAPON, COUNTRIES, XBM).items()) == [(XCS, Why.MAKER), (XDV, Why.IMPORTER)]
    assert rules.first_asked(WEAPON, COUNTRIES, XCS) == {XDV: Why.IMPORTER}
    assert rules.first_asked({**WEAPON, "imported_to": "XCS"}, COUNTRIES, XBM) == {XCS: Why.MAKER}
    assert rules.first_asked({"made_in": "XQL"}, COUNTRIES, XBM) == {}


def test_OWN_02_the_asker_alone_changes_a_trace_and_only_while_it_is_open() -> None:
    assert rules.may_change(officer(), TRACE).allowed
    assert rules.may_change(officer(authority=XCS), TRACE).rule == "OWN-02"
    assert not rules.may_change(officer(authority=XCS), TRACE).allowed
    assert rules.may_change(officer(), replace(TRACE, state=State.CLOSED)).rule == "RET-04"
    assert not rules.may_change(officer(), replace(TRACE, state=State.CLOSED)).allowed


def test_OWN_02_each_answers_for_itself_and_once() -> None:
    castara, dovania = officer(authority=XCS), officer(authority=XDV)
    assert rules.may_answer(castara, TRACE).allowed
    assert rules.own_leg(dovania, TRACE) is None
    assert not rules.may_answer(dovania, TRACE).allowed
    assert not rules.may_answer(castara, answered(Answer.NO_RECORD)).allowed
    assert not rules.may_answer(castara, replace(TRACE, state=State.CLOSED)).allowed


@pytest.mark.parametrize(
    ("answer", "reply", "field"),
    [
        (Answer.SOLD, Reply(dealer="Lys Arms"), ""),
        (Answer.SOLD, Reply(dealer="  "), "dealer"),
        (Answer.EXPORTED, Reply(country="XDV"), ""),
        (Answer.EXPORTED, Reply(dealer="Lys Arms"), "country"),
        (Answer.REFUSED, Reply(words="A court has sealed the books."), ""),
        (Answer.REFUSED, Reply(words="no"), "words"),
        (Answer.NO_RECORD, Reply(), ""),
    ],
)
def test_an_answer_has_what_its_kind_needs(answer: Answer, reply: Reply, field: str) -> None:
    assert [fault.field for fault in rules.reply_faults(answer, reply)] == ([field] if field else [])


def test_traced_rests_on_an_answer_that_leads_somewhere() -> None:
    assert rules.outcome_fault(Outcome.TRACED, TRACE) is not None
    assert rules.outcome_fault(Outcome.TRACED, answered(Answer.REFUSED)) is not None
    assert rules.outcome_fault(Outcome.TRACED, answered(Answer.SOLD)) is None
    assert rules.outcome_fault(Outcome.TRACED, answered(Answer.EXPORTED)) is None
    assert rules.outcome_fault(Outcome.NOT_TRACED, TRACE) is None
    assert rules.outcome_fault(Outcome.WITHDRAWN, TRACE) is None


def test_an_export_leads_to_who_was_not_asked_yet() -> None:
    assert list(rules.next_asked(answered(Answer.EXPORTED, Reply(country="XDV")), COUNTRIES)) == [XDV]
    for nowhere in ("XCS", "XBM", "XQL", ""):  # asked already, the asker, unknown here, not said
        assert rules.next_asked(answered(Answer.EXPORTED, Reply(country=nowhere)), COUNTRIES) == {}
    assert rules.next_asked(answered(Answer.SOLD, Reply(country="XDV", dealer="Lys Arms")), COUNTRIES) == {}


def test_the_clock_tells_and_decides_nothing() -> None:
    after = NOW + 2 * rules.DAYS
    assert ASKED.late(after)
    assert not ASKED.late(NOW)
    assert not answered(Answer.NO_RECORD).legs[0].late(after)
    assert rules.may_answer(officer(authority=XCS), TRACE).allowed
