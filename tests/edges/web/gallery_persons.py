"""Pages of persons with sample values, for the gallery. Everybody in them is invented."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from htpy import Element

from comity.edges.web.answer import HitView, RegisterAnswer, Said
from comity.edges.web.elements import Done, Fact, FactKind
from comity.edges.web.frame import Entry, Frame
from comity.edges.web.i18n import Translator, message
from comity.edges.web.pages import person_answer, person_oversight, result
from comity.edges.web.pages.check import CheckValues
from comity.edges.web.pages.person_answer import AnswerView
from comity.edges.web.pages.person_oversight import BareLine, BareView, SettingLine, SettingsView
from comity.edges.web.pages.result import Asked, PersonSaid, ResultView
from comity.edges.web.person import Beside, Compared, Like, PersonView, Weight, Written
from comity.edges.web.person_said import Candidate
from comity.edges.web.routes.person_hits import does_of
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose
from comity.kernel.results import Grade
from comity.search.hits import BODY_STEPS
from comity.search.persons.model import Says

AT = datetime(2026, 11, 21, 14, 22, 7, tzinfo=UTC)
BORN = Fact("born", "1984-02-17", FactKind.IDENTIFIER)
MALE = Fact("sex", "Male")
ABOUT = (BORN, Fact("nationality", "Castara", FactKind.FREE), MALE)
SIDES = (
    Beside(Written("Yusuf", role="given"), Written("يوسف", "ar", "yusuf"), 1.0, "Sounds the same"),
    Beside(Written("al-", role="particle"), Written("الـ", "ar", "al", "particle"), 1.0, "Sounds the same"),
    Beside(Written("Khattari", role="family"), Written("الخطّاري", "ar", "khatari"), 0.91, "Nearly the same"),
    Beside(None, Written("سليم", "ar", "salim", "father"), 0.0),
    Beside(Written("Odo"), Written("Ugo"), 0.3, "Another name"),
    Beside(Written("Orr"), None, 0.0),
)
WEIGHTS = (
    Weight(message("Starting point: one such record in {records} is the person", records="5,000"), -8.5),
    Weight(message("The names as a whole: {likeness} alike", likeness="0.96"), 4.0),
    Weight(message("{part}: the same, and common", part="yusuf", other="يوسف"), 1.0),
    Weight(message("{part} and {other}: close, and rare", part="khattari", other="خطاري"), 4.2),
    Weight(message("Birth year the same; day and month not known"), 2.3),
    Weight(message("Nationality the same"), 1.7),
    Weight(message("Sex another"), -0.5),
)


def _free(text: str) -> tuple[Fact, ...]:
    return (Fact("", text, FactKind.FREE),)


COMPARED = (
    Compared("Name", _free("Yusuf al-Khattari"), _free("يوسف سليم الخطّاري"), Like.SAME),
    Compared("Birth date", (Fact("", "1984", FactKind.IDENTIFIER),), (Fact("", "1984-02-17", FactKind.IDENTIFIER),), Like.CLOSE),
    Compared("Nationality", _free("Castara"), _free("Castara"), Like.SAME),
    Compared("Sex", (Fact("", "Female"),), (Fact("", "Male"),), Like.DIFFERS),
    Compared("Document", (), (Fact("", "XCS 5520917", FactKind.IDENTIFIER), Fact("", "XCS 1120918", FactKind.IDENTIFIER)), Like.UNKNOWN),
    Compared("Height", (), (Fact("Height", "184 cm", FactKind.FREE),), Like.UNKNOWN),
)
PERSON = PersonView(
    rank=1,
    grade=Grade.LIKELY,
    positive=True,
    probability=0.984,
    likeness=0.96,
    standing=message("Positive result. {owner} is told. Ask it to confirm before you act.", owner="Castara"),
    names=(Written("Youssef Salim El Khattari"), Written("يوسف سليم الخطّاري", "ar")),
    about=ABOUT,
    beside=SIDES,
    weights=WEIGHTS,
    compared=COMPARED,
    script="Arabic",
    mark="m1",
)
HIT = HitView(
    anchor="hit-1",
    record="0042-7731-0042",
    record_id="2.01000000-0000-8002-8000-000000000001",
    register=2,
    title="Notices",
    owner="Castara",
    level=Level.RESTRICTED,
    grade=Grade.LIKELY,
    sentence=message("{name} is like the name asked about.", name="Youssef Salim El Khattari"),
    facts=(Fact("Action asked for", "Locate, and ask the owner at once"),),
    warnings=(message("Armed and dangerous"),),
    steps=(message("Compare the person with the record."), message("Ask the owner to confirm before you act.")),
    locked=(message("Nothing that touches the person before the owner confirms."),),
    confirm=message("Ask {owner} to confirm. Until then the record is a report, not a finding.", owner="Castara"),
    href="/records/2.01000000-0000-8002-8000-000000000001",
    person=PERSON,
    colour="green",
)


def candidate(rank: int, name: str, own_script: str, probability: float, grade: Grade = Grade.POSSIBLE) -> HitView:
    """One of whom the officer has to say who it is."""
    person = replace(
        PERSON,
        rank=rank,
        grade=grade,
        positive=False,
        probability=probability,
        names=(Written(name), Written(own_script, "ar")),
        standing=message("A candidate is no hit. You see it, and you decide: {owner} is not alerted before that.", owner="Belmora"),
        mark=f"m{rank}",
        says=does_of("Belmora", own=False, protected=False),
    )
    return replace(HIT, anchor=f"hit-{rank}", register=1, owner="Belmora", person=person, colour="", warnings=())


CANDIDATES = (candidate(2, "Yousuf Al-Khatari", "يوسف الخطاري", 0.71, Grade.LIKELY), candidate(3, "Joseph Kattari", "جوزيف قطّاري", 0.12))
_BODY = replace(
    PERSON,
    grade=Grade.POSSIBLE,
    positive=False,
    probability=0.45,
    likeness=0.9,
    standing=message("A candidate is no hit. You see it, and you decide: {owner} is not alerted before that.", owner="Belmora"),
    names=(Written("Orvalis Relief Foundation"), Written("مؤسسة أورفاليس للإغاثة", "ar")),
    about=(Fact("subject", "Organisation"), Fact("country", "Castara", FactKind.FREE)),
    beside=(
        Beside(Written("Orvalis"), Written("أورفاليس", "ar", "orfalis"), 0.9, "Nearly the same word"),
        Beside(None, Written("Foundation"), 0.0),
    ),
    weights=(
        Weight(message("Starting point: one such record in {records} is the organisation", records="200"), -5.3),
        Weight(message("Country the same"), 1.0),
    ),
    compared=(Compared("Country", (), _free("Castara"), Like.UNKNOWN),),
    script="",
    mark="m4",
    says=does_of("Belmora", own=False, protected=False, organisation=True),
    organisation=True,
)
BODY = replace(
    HIT, owner="Belmora", grade=Grade.POSSIBLE, person=_BODY, colour="purple", warnings=(),
    steps=tuple(message(step) for step in BODY_STEPS),
    locked=(message("Nothing that touches the organisation before the owner confirms."),),
)  # fmt: skip
SURE_BODY = replace(BODY, person=replace(_BODY, positive=True, says=None, standing=PERSON.standing))
MANY = tuple(candidate(rank, f"Yousuf Al-Khatari {rank}", "يوسف الخطاري", 0.9 - rank / 30) for rank in range(1, 21))
ASKED = Asked(
    "Yusuf al-Khattari",
    "Person",
    parts=(
        Fact("name", "Yusuf al-Khattari", FactKind.FREE),
        Fact("born", "1984", FactKind.FREE),
        Fact("nationality", "Castara", FactKind.FREE),
    ),
    person=True,
)
SAID = PersonSaid(shown_from="0.10", told_from="0.95", registers=(1, 2))
CLEAR = (RegisterAnswer(1, Said.NO_HIT, of_person=True), RegisterAnswer(2, Said.NO_HIT, of_person=True))
BUILDING = message("Names cannot be asked yet: their index is being built. Ask again in a minute.")
SILENT = tuple(replace(one, said=Said.NO_ANSWER, why=BUILDING) for one in CLEAR)


def results(frame: Callable[..., Frame], themed: Callable[[Any], Any], t: Translator) -> dict[str, Element]:
    """What a check of a person may say."""
    view = ResultView(
        frame=frame(), asked=(ASKED,), at=AT, purpose=Purpose.BORDER, answers=CLEAR, hits=(), entry="1-48201377", took_ms=21,
        again=CheckValues(q="Yusuf al-Khattari 1984 Castara"), person=SAID, other="thing",
    )  # fmt: skip
    met = (RegisterAnswer(1, Said.CANDIDATE, of_person=True), RegisterAnswer(2, Said.HIT, of_person=True))
    compare = (met[0], CLEAR[1])
    alone = replace(SAID, bare=True, more=True, latin="yusuf khatari")
    bare = replace(ASKED, text="يوسف", parts=(Fact("name", "يوسف الخطاري", FactKind.FREE),))
    either = replace(bare, text="Orvalis", kind="Person or organisation", parts=(Fact("name", "Orvalis", FactKind.FREE),))
    return {
        "person-hits": result.page(themed(replace(view, answers=met, hits=(HIT, *CANDIDATES))), t),
        "person-candidates": result.page(
            themed(replace(view, answers=compare, hits=CANDIDATES, asked=(bare,), person=alone)), t
        ),
        "person-many": result.page(themed(replace(view, answers=compare, hits=MANY, person=replace(SAID, more=True))), t),
        "organisation": result.page(themed(replace(view, answers=compare, hits=(BODY,), asked=(either,), person=alone)), t),
        "organisation-hit": result.page(themed(replace(view, answers=met, hits=(SURE_BODY,), asked=(either,))), t),
        "person-no-hit": result.page(themed(view), t),
        "person-no-answer": result.page(themed(replace(view, answers=SILENT, person=replace(SAID, why=BUILDING))), t),
    }  # fmt: skip


def answers(frame: Callable[..., Frame], themed: Callable[[Any], Any], t: Translator) -> dict[str, Element]:
    """What an officer says of a candidate."""
    about = ("born 1984-02-17", "nationality Castara")
    one = Candidate(2, "m2", "1.x", "Yousuf Al-Khatari", "", about, "Belmora", "0.71", "/records/1.x")
    other = Candidate(3, "m3", "1.y", "جوزيف قطّاري", "ar", about, "Belmora", "0.12", "/records/1.y")
    does = {each.rank: does_of("Belmora", own=False, protected=False) for each in (one, other)}
    body = Candidate(4, "m4", "2.z", "Orvalis Relief Foundation", "", ("subject Organisation",), "Belmora", "0.45", organisation=True)
    does_body = {4: does_of("Belmora", own=False, protected=False, organisation=True)}
    view = AnswerView(frame(), "1-48201377-1795270000", (one, other), does, one=one, says=Says.THIS_PERSON)
    left = replace(
        view,
        candidates=person_answer.said_of((one, other), 2, Says.THIS_PERSON),
        done=Done(message("Noted: this person. The owner is told. Ask it to confirm before you act on the person.")),
    )
    return {
        "person-this": person_answer.page(themed(view), t),
        "person-not-this": person_answer.page(themed(replace(view, one=other, says=Says.NOT_THIS_PERSON)), t),
        "organisation-this": person_answer.page(
            themed(replace(view, candidates=(body,), one=body, does=does_body, says=Says.THIS_ORGANISATION)), t
        ),
        "organisation-left": person_answer.left_page(
            themed(replace(view, candidates=person_answer.said_of((body,), 4, Says.NOT_THIS_ORGANISATION), does=does_body)), t
        ),
        "person-left": person_answer.left_page(themed(left), t),
    }


def oversight(frame: Callable[..., Frame], themed: Callable[[Any], Any], t: Translator) -> dict[str, Element]:
    """What supervisors read and set."""
    numbers = {"prior": "0.0002", "possible": "0.1", "likely": "0.6", "alarm": "0.95"}
    lines = tuple(
        SettingLine(purpose, **numbers, lists=purpose is Purpose.BORDER, searches=purpose is not Purpose.TRENDS) for purpose in Purpose
    )
    changed = replace(lines[-1], alarm="0.97", reason="Too many alarms at ferries", at=AT)
    where = frame("/persons/settings", current=Entry.STATISTICS)
    settings = SettingsView(where, (*lines[:-1], changed))
    changing = replace(settings, may_change=True, changing=Purpose.BORDER, values=numbers | {"reason": "no"})
    wrong = message("The thresholds rise from possible over likely to alarm.")
    bare = BareView(frame("/persons/bare"), "Bureau Arvenia", "2026-10-22", "2026-11-21")
    no_day = message("Not a day. Write it as 2026-11-21.")
    days = (BareLine(date(2026, 11, 21), "Ines Marlow", "Port of Lys", 14), BareLine(date(2026, 11, 20), "Gates of Lys", "Unit 9", 1))
    return {
        "person-settings": person_oversight.settings_page(themed(settings), t),
        "person-settings-change": person_oversight.settings_page(themed(replace(changing, errors={"alarm": wrong})), t),
        "bare-names": person_oversight.bare_page(
            themed(replace(bare, lines=days, officers=(("Ines Marlow", 14), ("Gates of Lys", 1)), more=True)), t
        ),
        "bare-names-none": person_oversight.bare_page(themed(replace(bare, errors={"since": no_day})), t),
    }


def person_pages(frame: Callable[..., Frame], themed: Callable[[Any], Any], t: Translator) -> dict[str, Element]:
    """Each page of persons in its states."""
    return results(frame, themed, t) | answers(frame, themed, t) | oversight(frame, themed, t)
