"""Lists: upload, dry reading, check, answers. Every step is a form that works without script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from comity.edges.web import paths
from comity.edges.web.answer import HitView
from comity.edges.web.forms import Field, Option, Widget
from comity.edges.web.frame import Entry
from comity.edges.web.i18n import Message, mark, message
from comity.edges.web.names import REGISTER
from comity.edges.web.pages import list_check
from comity.edges.web.pages.check import CheckValues
from comity.edges.web.pages.list_check import AnswersView, ColumnLine, DryView, ListLine, ListsView, RowLine, UnreadLine
from comity.edges.web.pages.result import Asked as ShownAs
from comity.edges.web.routes.answered import view_of
from comity.edges.web.routes.answers import Answer, file, go, page
from comity.edges.web.routes.application import Open, Route
from comity.edges.web.routes.asking import TITLES, Asking
from comity.edges.web.routes.problems import TooFast
from comity.edges.web.routes.visit import Visit, whole
from comity.edges.web.routes.words import said
from comity.kernel.errors import Absent, Fault, Invalid
from comity.kernel.results import Answer as Answered
from comity.kernel.results import Outcome
from comity.registers.catalogue import BY_NAME
from comity.search.lists.answers import RowAnswer, RowOutcome
from comity.search.lists.columns import CARRIED, guessed
from comity.search.lists.model import IN_REQUEST, Dry, How, ListState, Settled, Standing
from comity.search.lists.result import lines
from comity.search.lists.rows import Unread
from comity.search.lists.service import owner_of
from comity.search.model import Identifier, Result
from comity.search.persons.model import PersonAsked
from comity.search.persons.model import Says as PersonSays
from comity.search.reading import ASKED
from comity.search.shift import Says
from comity.search.sources import LOCAL

_AGAIN_S: Final = 3
_CARDS: Final = 10  # rows with hits on one page
_OPEN: Final = 50  # rows that are open on the first page; all are in the file
_SAMPLES: Final = 3
_ROW: Final = 120  # characters of a row that are shown
_NO_FILE: Final = message("Choose a file.")
_SAY_WHY: Final = message("Say why: one sentence. It is kept, sealed, with the check.")
_SHORTEST_REASON: Final = 10
_THIS_PERSON: Final = message("You said: this person. Ask the owner to confirm before you act on the person.")
_SAID: Final[dict[str, Message]] = {
    "not_this_person": message("You compared the person with a candidate: it is not this person. Nobody was told."),
    "asked": message("You read the document as it was asked: the record is about another one."),
    "unreadable": message("You could not read the document: nothing is known either way."),
}


def _owner(visit: Visit) -> str:
    return owner_of(visit.session.officer, 0)


_OF_PERSONS: Final = {
    "person": mark("Person: whole name"),
    "person.family": mark("Person: family name"),
    "person.given": mark("Person: given names"),
    "person.middle": mark("Person: middle names"),
    "person.born": mark("Person: birth date"),
    "person.nationality": mark("Person: nationality"),
    "person.sex": mark("Person: sex"),
    "person.birth_place": mark("Person: place of birth"),
}


async def form(visit: Visit) -> Answer:
    """The first step, and my lists."""
    return _lists(visit)


def _lists(visit: Visit, error: Message | None = None) -> Answer:
    mine = tuple(_line(one) for one in visit.comity.lists.mine(_owner(visit)))
    return page(list_check.lists_page(ListsView(visit.frame(Entry.CHECK), mine, error), visit.t), 422 if error else 200)


def _line(one: Standing) -> ListLine:
    at = datetime.fromtimestamp(one.upload.at_us / 1e6, UTC)
    return ListLine(paths.at(paths.CHECK_LIST, list=one.name), one.upload.title, at, one.state.value, one.tally.rows, _counts(one))


def _counts(standing: Standing) -> dict[str, int]:
    return {outcome.value: getattr(standing.tally, outcome.value) for outcome in RowOutcome}


async def uploaded(visit: Visit) -> Answer:
    """Keeps the file, and goes on to how it is understood."""
    upload = visit.posted.file
    if upload is None or not upload.filename:
        return _lists(visit, _NO_FILE)
    try:
        name = await visit.comity.lists.keep(visit.reader, upload.filename, await upload.read())
    except Invalid as problem:
        return _lists(visit, said(problem.faults[0]))
    return go(paths.at(paths.CHECK_LIST, list=name))


async def shown(visit: Visit) -> Answer:
    """The dry reading of a list that was not asked yet, or what came of it."""
    standing = visit.comity.lists.standing(_owner(visit), visit.place("list"))
    if standing.state is ListState.KEPT:
        return await _dry(visit, standing, {})
    return await _answers(visit, standing)


async def acted(visit: Visit) -> Answer:
    """Reads it again as chosen, asks it, goes on with it, or takes it away."""
    name = visit.place("list")
    standing = visit.comity.lists.standing(_owner(visit), name)
    match visit.posted.one("do"):
        case "remove":
            visit.comity.lists.remove(_owner(visit), name)
            return go(paths.CHECK_LISTS)
        case "go_on" if standing.begun is not None:
            await visit.comity.lists.start(visit.reader, name, standing.begun.how, IN_REQUEST)
        case "ask" if standing.state is ListState.KEPT:
            return await _asked(visit, standing)
        case "read" if standing.state is ListState.KEPT:
            return await _dry(visit, standing, await _chosen(visit, name))
        case _:
            pass
    return go(paths.at(paths.CHECK_LIST, list=name))


async def _chosen(visit: Visit, name: str) -> dict[str, str]:
    """What the form says that the columns are, where that is not what their titles say."""
    titles = (await visit.comity.lists.table(_owner(visit), name)).titles
    said_by_title = [column.code for column in guessed(titles, {})]
    chosen = [visit.posted.one(f"column.{place}") for place in range(len(titles))]
    return {title: code for title, code, own in zip(titles, chosen, said_by_title, strict=True) if code != own}


async def _asked(visit: Visit, standing: Standing) -> Answer:
    posted = visit.posted
    how = How(await _chosen(visit, standing.name), (), posted.one("protected") == "yes", posted.one("reference")[:80])
    if how.protected and len(how.reference) < _SHORTEST_REASON:
        return await _dry(visit, standing, how.chosen, Invalid(Fault("reference", "too_short", _SAY_WHY[0])))
    try:
        rows = (await visit.comity.lists.dry(visit.reader, standing.name, how)).rows
        limit = visit.comity.officer_buckets.take(
            visit.session.officer, min(rows, int(visit.comity.settings.access.checks_of_officer.burst))
        )  # fmt: skip
        if limit is not None:
            raise TooFast(limit)
        await visit.comity.lists.start(visit.reader, standing.name, how, IN_REQUEST)
    except Invalid as problem:
        return await _dry(visit, standing, how.chosen, problem)
    return go(paths.at(paths.CHECK_LIST, list=standing.name))


# How it is understood


async def _dry(visit: Visit, standing: Standing, chosen: dict[str, str], wrong: Invalid | None = None) -> Answer:
    table = await visit.comity.lists.table(_owner(visit), standing.name)
    dry: Dry | None = None
    try:
        dry = await visit.comity.lists.dry(visit.reader, standing.name, How(chosen))
    except Invalid as problem:
        wrong = wrong or problem
    faults = {fault.field: said(fault) for fault in wrong.faults} if wrong else {}
    samples = [row.cells for row in table.rows[:_SAMPLES]]
    columns = tuple(
        ColumnLine(_select(visit, place, column.title, column.code, faults), tuple(cells[place] for cells in samples if place < len(cells)))
        for place, column in enumerate(guessed(table.titles, chosen))
    )
    shown_elsewhere = {*table.titles, "reference"}
    notes = tuple(Field(name, name, Widget.NOTE, error=error) for name, error in faults.items() if name not in shown_elsewhere)
    view = DryView(
        frame=visit.frame(Entry.CHECK),
        name=standing.name,
        title=standing.upload.title,
        encoding=table.encoding,
        rows=len(table.rows),
        asking=dry.asking if dry else 0,
        identifiers=dry.identifiers if dry else 0,
        persons=dry.persons if dry else 0,
        columns=columns,
        unread=tuple(_unread_lines(visit, dry)),
        asks=tuple((one.row.line, tuple(_words(one.asked.identifiers, one.asked.person))) for one in dry.first) if dry else (),
        manner=_manner(visit, faults),
        notes=notes,
    )
    return page(list_check.dry_page(view, visit.t), 422 if wrong else 200)


def _select(visit: Visit, place: int, title: str, code: str, faults: dict[str, Message]) -> Field:
    return Field(f"column.{place}", title or "?", Widget.SELECT, code, options=_readings(visit, code), error=faults.get(title), plain=True)


def _readings(visit: Visit, now: str) -> tuple[Option, ...]:
    """What a column may be."""
    t = visit.t
    options = [Option("", t(mark("Leave it out"))), Option(CARRIED, t(mark("Carry it through")))]
    for asked in ASKED:
        options.append(Option(asked.kind, t(asked.title)))
        if asked.beside:
            options.append(Option(f"{asked.kind}.issuer", t("{title}: {beside}", title=t(asked.title), beside=t(asked.beside))))
    options += [Option(code, t(title)) for code, title in _OF_PERSONS.items()]
    options.append(Option("reference", t(mark("Your reference"))))
    if now not in {option.value for option in options}:
        options.append(Option(now, now))  # a second document, a line of a zone
    return tuple(options)


def _manner(visit: Visit, faults: dict[str, Message]) -> tuple[Field, ...]:
    given = visit.posted
    why = mark("The owners learn nothing until your supervisor releases it. Say why as your reference.")
    return (
        Field("reference", mark("Your reference"), value=given.one("reference"), error=faults.get("reference")),
        Field("protected", mark("Protect every person on this list"), Widget.TICK, given.one("protected"), why),
    )


def _unread_lines(visit: Visit, dry: Dry | None) -> Iterator[UnreadLine]:
    for one in dry.unread if dry else ():
        yield UnreadLine(
            one.column, _sentence(visit, Unread(one.column, one.code, one.sentence, one.accepted, one.values)), one.cells, one.first_line
        )


def _sentence(visit: Visit, cell: Unread) -> Message:
    wrong = visit.t(cell.sentence, **cell.values)
    if not cell.accepted:
        return ("{sentence}", {"sentence": wrong})
    return ("{sentence} Accepted: {accepted}", {"sentence": wrong, "accepted": visit.t(cell.accepted, **cell.values)})


def _words(identifiers: tuple[Identifier, ...], person: PersonAsked | None) -> Iterator[str]:
    if person is not None:
        yield " · ".join(filter(None, (person.name, person.born, person.nationality)))
    for one in identifiers:
        yield f"{one.value} {one.issuer}".strip()


# What came of it


async def _answers(visit: Visit, standing: Standing) -> Answer:
    settled = visit.comity.lists.settled(_owner(visit), standing.name)
    going, left = await _going(visit, standing)
    after = visit.query.get("after", "")
    first = whole(after) if after else 0
    met, still_open = _sorted(visit.comity.lists.rows(_owner(visit), standing.name))
    at = paths.at(paths.CHECK_LIST, list=standing.name)
    begun = standing.begun
    view = AnswersView(
        frame=visit.frame(Entry.CHECK),
        name=standing.name,
        title=standing.upload.title,
        state=standing.state.value,
        going=going,
        done=standing.tally.rows,
        total=standing.total,
        counts=_counts(standing),
        cards=tuple(_card(visit, standing, row, settled) for row in met[first : first + _CARDS]),
        open=() if first else tuple(_open(visit, row) for row in still_open),
        not_asked=tuple(column.title for column in begun.columns if not column.asked) if begun else (),
        job=paths.at(paths.JOB, job=str(standing.job)) if going and standing.job else "",
        next_page=f"{at}?after={first + _CARDS}" if len(met) > first + _CARDS else "",
        first_page=at if first else "",
        left=left,
        protected=bool(begun and begun.how.protected),
    )
    return page(list_check.answers_page(view, visit.t), headers={"refresh": str(_AGAIN_S)} if going else {})


async def _going(visit: Visit, standing: Standing) -> tuple[bool, Message | None]:
    """Whether its job is under way, and the time left."""
    if standing.state is not ListState.UNFINISHED or standing.job is None:
        return False, None
    try:
        job = await visit.comity.jobs.show(visit.reader, standing.job)
    except Absent:
        return False, None
    left = message("About {seconds} s left.", seconds=str(round(job.left_s))) if job.left_s is not None else None
    return not job.state.over, left


def _sorted(rows: Iterator[RowAnswer]) -> tuple[list[RowAnswer], list[RowAnswer]]:
    """Rows that met something, hits first; and the first of those that are open."""
    met: list[RowAnswer] = []
    still_open: list[RowAnswer] = []
    for row in rows:
        if row.outcome in (RowOutcome.HIT, RowOutcome.LOOK_ALIKE):
            met.append(row)
        elif row.outcome is not RowOutcome.NO_HIT and len(still_open) < _OPEN:
            still_open.append(row)
    return sorted(met, key=lambda row: (row.outcome is not RowOutcome.HIT, row.line)), still_open


def _card(visit: Visit, standing: Standing, row: RowAnswer, settled: dict[tuple[int, str], str]) -> RowLine:
    protected = bool(standing.begun and standing.begun.how.protected)
    asked = Asking(
        row.identifiers,
        tuple(ShownAs(one.value, TITLES.get(one.kind, one.kind), one.issuer) for one in row.identifiers),
        (),
        (),
        row.person,
    )
    drawn = view_of(visit, Result(row.check, row.at_us, row.answers), asked, CheckValues(protected=protected), 0)
    words = [*_silent(visit, row.answers), *(_cell(visit, cell) for cell in row.unread)]
    hits: list[HitView] = []
    for hit in drawn.hits:
        says = settled.get((row.line, hit.record_id.partition(".")[2]), "")
        if says in _SAID:
            words.append(_SAID[says])
        else:
            kept = replace(hit, confusable=None, settled=True) if says == Says.RECORD else _answered(hit, says)
            hits.append(replace(kept, anchor=f"line-{row.line}-{hit.anchor}"))
    return RowLine(row.line, row.outcome.value, _shown(row), tuple(hits), _entry(row), tuple(words))


def _answered(hit: HitView, says: str) -> HitView:
    """A candidate of whom the officer said already that it is the person."""
    if hit.person is None or says != PersonSays.THIS_PERSON:
        return hit
    return replace(hit, person=replace(hit.person, says=None, noted=_THIS_PERSON))


def _entry(row: RowAnswer) -> str:
    """The log is kept by days, so an entry is named with its time."""
    return f"{row.check}-{row.at_us // 1_000_000}"


def _open(visit: Visit, row: RowAnswer) -> RowLine:
    words = (*_silent(visit, row.answers), *(_cell(visit, cell) for cell in row.unread))
    return RowLine(row.line, row.outcome.value, _shown(row), said=words)


def _silent(visit: Visit, answers: tuple[Answered, ...]) -> Iterator[Message]:
    for answer in answers:
        if answer.outcome is Outcome.NO_ANSWER:
            yield ("{source}: {why}", {"source": _place(visit, answer), "why": visit.t(answer.why)})


def _place(visit: Visit, answer: Answered) -> str:
    """Which register of whom."""
    name = visit.t(REGISTER[BY_NAME[answer.register].number].name)
    return name if answer.source == LOCAL else f"{name}, {answer.source}"


def _cell(visit: Visit, cell: Unread) -> Message:
    return ("{column}: {wrong}", {"column": cell.column, "wrong": visit.t.say(_sentence(visit, cell))})


def _shown(row: RowAnswer) -> str:
    text = " · ".join(cell for cell in row.cells if cell)
    return text if len(text) <= _ROW else f"{text[:_ROW]}…"


async def result(visit: Visit) -> Answer:
    """The list's own rows, columns added, in the officer's language."""
    name = visit.place("list")
    standing = visit.comity.lists.standing(_owner(visit), name)
    titles = standing.begun.titles if standing.begun else ()

    def in_their_language(text: str, values: dict[str, str]) -> str:
        return visit.t(text, **values)

    rows = visit.comity.lists.rows(_owner(visit), name)
    text = "".join(lines(titles, rows, visit.comity.lists.settled(_owner(visit), name), in_their_language))
    return file("\ufeff" + text, "list-result.csv")


def noted(visit: Visit, record: str, says: str) -> str:
    """Notes what a document said where its form came from a list's page; the address to go back to, empty where it came from elsewhere."""
    name, line = visit.posted.one("list"), visit.posted.one("line")
    if not name:
        return ""
    visit.comity.lists.note_settled(_owner(visit), name, Settled(whole(line), record, says))
    return paths.at(paths.CHECK_LIST, list=name)


ROUTES: Final[tuple[Route | Open, ...]] = (
    Route("GET", paths.CHECK_LISTS, form),
    Route("POST", paths.CHECK_LISTS, uploaded, upload=True),
    Route("GET", paths.CHECK_LIST, shown),
    Route("POST", paths.CHECK_LIST, acted),
    Route("GET", paths.CHECK_LIST_RESULT, result),
)
