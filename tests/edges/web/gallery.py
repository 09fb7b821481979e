"""Every page with sample values, synthetic throughout: for tests, and for looking at (`python -m tests.edges.web.gallery FOLDER`)."""

import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from htpy import Element

from comity.edges.web.answer import Confusable, HitView, RegisterAnswer, Said
from comity.edges.web.elements import Done, Fact, FactKind
from comity.edges.web.forms import Field, Option, Widget
from comity.edges.web.frame import Entry, Frame, Theme
from comity.edges.web.i18n import Language, Translator, message
from comity.edges.web.pages import (
    account,
    audit,
    check,
    held,
    inbox,
    load,
    palette,
    problem,
    purpose,
    record,
    record_form,
    registers,
    restrictions,
    result,
    sign_in,
    tokens,
    who_looked,
)
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose
from comity.kernel.records import RecordState
from comity.kernel.results import Grade
from tests.edges.web.gallery_clearances import clearance_pages
from tests.edges.web.gallery_imports import import_pages
from tests.edges.web.gallery_life import life_pages
from tests.edges.web.gallery_lists import list_pages
from tests.edges.web.gallery_persons import person_pages
from tests.edges.web.gallery_registers import register_pages
from tests.edges.web.gallery_things import thing_pages
from tests.edges.web.gallery_traces import trace_pages
from tests.edges.web.gallery_work import work_pages

NOW = datetime(2026, 11, 21, 14, 22, 7, tzinfo=UTC)
COUNTRIES = (Option("XAR", "Arvenia (XAR)"), Option("XBM", "Belmora (XBM)"), Option("XCS", "Castara (XCS)"))
EVERY = tuple(Entry)


def frame(path: str = "/check", theme: Theme = Theme.SYSTEM, **changes: object) -> Frame:
    base = Frame(
        path=path,
        csrf="c5f1a0",
        bureau="Bureau Arvenia",
        unit="Port of Lys, border unit",
        officer="Ines Marlow",
        role="Border officer",
        clearance=Level.RESTRICTED,
        purpose=Purpose.BORDER,
        purposes=(Purpose.WANTED, Purpose.WHEREABOUTS, Purpose.MISSING, Purpose.BORDER),
        entries=EVERY,
        now=NOW,
        theme=theme,
        current=Entry.CHECK,
        waiting={Entry.INBOX: 3},
    )
    return replace(base, **changes)


HIT = HitView(
    anchor="h1",
    record="TD-7731-0042",
    record_id="01000000-0000-8002-8000-000000000001",
    register=3,
    title="Stolen passport",
    owner="Bureau Belmora",
    level=Level.RESTRICTED,
    grade=Grade.EXACT,
    sentence=message("The number and the issuing country are the same as the record's."),
    facts=(
        Fact("Document", "XBM C0118832", FactKind.IDENTIFIER),
        Fact("Reason", "Stolen"),
        Fact("Date of loss or theft", "2026-09-??", FactKind.IDENTIFIER),
    ),
    steps=(
        message("Compare the number on the document with the record, character by character."),
        message("Ask the owner to confirm before you act."),
        message("The person before you may be the rightful holder: many find a lost document again."),
    ),
    locked=(message("What may be done with the bearer appears after {owner} confirms.", owner="Belmora"),),
    confirm=message("Ask {owner} to confirm. Until then the record is a report, not a finding.", owner="Bureau Belmora"),
    href="/records/01000000-0000-8002-8000-000000000001",
)
CAR = replace(
    HIT,
    anchor="h2",
    record="VH-5520-1180",
    register=8,
    title="Stolen vehicle",
    owner="Bureau Castara",
    sentence=message("The VIN is the same as the record's."),
    facts=(Fact("VIN", "1M8GDM9AXKP042788", FactKind.IDENTIFIER), Fact("Make", "Meridian", FactKind.FREE)),
    warnings=(message("Armed and dangerous"),),
    locked=(),
)
LOOKALIKE = replace(
    HIT,
    anchor="h3",
    grade=Grade.CONFUSABLE,
    sentence=message("The numbers differ only in characters that look alike: {pairs}.", pairs="O/0"),
    confusable=Confusable("CO118832", "C0118832"),
    locked=(),
)
NO_HIT = (RegisterAnswer(3, Said.NO_HIT, "Number and issuing country"), RegisterAnswer(8, Said.NO_HIT, "VIN"))
ASKED = (result.Asked("C0118832", "Passport", "Belmora XBM"),)
VALUES = check.CheckValues(q="C0118832 XBM")


def result_view(**changes: object) -> result.ResultView:
    base = result.ResultView(
        frame=frame(), asked=ASKED, at=NOW, purpose=Purpose.BORDER, answers=NO_HIT, hits=(), entry="1-48201377", took_ms=38, again=VALUES
    )
    return replace(base, **changes)


def hits_view() -> result.ResultView:
    answers = (RegisterAnswer(3, Said.HIT, "Number and issuing country"), RegisterAnswer(8, Said.HIT, "VIN"))
    asked = (*ASKED, result.Asked("1M8GDM9AXKP042788", "Vehicle", notes=(message("No country was given: every issuing code was asked."),)))
    silent = RegisterAnswer(7, Said.NO_ANSWER, "Number and issuing country", message("It did not answer within {seconds} s.", seconds="2"))
    holder = check.CheckValues(name="SOLVANE, MIRA", born="1980-01-01", nationality="XBM", sex="female")
    return result_view(answers=(*answers, silent), hits=(HIT, CAR), asked=asked, holder=holder)


def check_view(**changes: object) -> check.CheckView:
    past = (
        check.PastCheck(NOW, "XBM 30912287", "Travel document", Said.NO_HIT, "/audit/1"),
        check.PastCheck(NOW - timedelta(minutes=2), "1M8GDM9AXKP042788", "Vehicle", Said.HIT, "/audit/2"),
        check.PastCheck(NOW - timedelta(minutes=7), "XDV L8820441", "Travel document", Said.NO_ANSWER),
        check.PastCheck(NOW - timedelta(minutes=9), "XBM C0118832", "Travel document", Said.POSSIBLE),
    )
    examples = (
        check.Example("Document number and country", "C0118832 XBM"),
        check.Example("Machine readable zone", "P<XBMSOLVANE<<MIRA<<<<<<<<<<<"),
        check.Example("VIN", "1M8GDM9AXKP042788"),
        check.Example("Plate and country", "XCS AB 123 CD"),
    )
    base = check.CheckView(frame(), (3, 8), COUNTRIES, past=past, examples=examples)
    return replace(base, **changes)


SEEN = (
    check.Seen(
        "Travel document",
        "pass",
        (Fact("Number", "C0118832", FactKind.IDENTIFIER), Fact("Issued by", "Belmora", FactKind.FREE)),
        (message("Repaired in a numeric position: {was} read as {now}.", was="O", now="0"),),
    ),
)
VERSIONS = (
    record.Version(2, NOW, "Corrected", "Nadia Corvin", "The month of the theft was wrong"),
    record.Version(1, NOW - timedelta(days=40), "Entered", "Nadia Corvin"),
)


def record_view(**changes: object) -> record.RecordView:
    base = record.RecordView(
        frame=frame("/records/1", current=Entry.REGISTERS),
        record="TD-7731-0042",
        record_id="01000000-0000-8002-8000-000000000001",
        register=3,
        title="Stolen passport",
        named="C0118832 XAR",
        owner="Bureau Arvenia",
        own=True,
        state=RecordState.RELEASED,
        level=Level.RESTRICTED,
        purposes=(Purpose.BORDER, Purpose.WANTED),
        ends=date(2036, 9, 3),
        sections=(
            record.Section(
                "Document", (Fact("Number", "C0118832", FactKind.IDENTIFIER), Fact("Issued by", "XAR", FactKind.IDENTIFIER, "Arvenia"))
            ),
            record.Section("Loss or theft", (Fact("Reason", "Stolen"), Fact("Place of loss or theft", "ميناء أندر", FactKind.FREE))),
        ),
        conditions=(message("Not as evidence without the owner's consent."),),
        seen_by=message("Every bureau, but for those that you excluded."),
        versions=VERSIONS,
        actions=tuple(record.Action),
        authorities=COUNTRIES,
        kinds=(Option("entity", "International bodies"),),
    )
    return replace(base, **changes)


def form_view(*, wrong: bool) -> record_form.RecordFormView:
    bad = message("{value} is after today. Day and month swapped?", value="2026-12-09") if wrong else None
    fields = (
        Field("number", "Number", Widget.IDENTIFIER, "C0118832", required=True),
        Field("issuer", "Issued by", Widget.SELECT, "XAR", options=COUNTRIES, required=True),
        Field("theft_date", "Date of loss or theft", Widget.DATE, "2026-12-09", "Parts may be unknown: 2026-11-??", error=bad),
        Field("reason", "Reason", Widget.SELECT, options=(Option("stolen", "Stolen"), Option("lost", "Lost")), required=True),
        Field("theft_place", "Place of loss or theft", Widget.LONG),
        Field("discreet", "Discreet: those who ask see nothing", Widget.TICK),
    )
    sections = (record_form.FormSection("Document", fields[:2]), record_form.FormSection("Loss or theft", fields[2:]))
    return record_form.RecordFormView(frame("/registers/3/new", current=Entry.REGISTERS), 3, "/registers/3/new", "/registers", sections)


def own_records() -> tuple[registers.OwnRecord, ...]:
    states = tuple(RecordState)
    return tuple(
        registers.OwnRecord(
            f"TD-7731-00{n}", f"/records/{n}", f"C01188{n}", "Stolen passport", states[n % 5], Level(n % 3), date(2026, 9, 3), n % 2 == 0
        )
        for n in range(40, 46)
    )


LOAD = load.LoadResult(
    "12",
    6_980,
    5_211,
    912,
    846,
    11,
    (
        load.Refusal("check_digit", message("The check digit does not fit the number"), message("Retype it from the document"), 8, 412),
        load.Refusal("future_date", message("The date is after today"), message("Day and month may be swapped"), 3, 77),
    ),
    held=0,
    waiting=4,
    missing=1,
)


def line(n: int, **changes: object) -> inbox.InboxLine:
    base = inbox.InboxLine(
        str(n), NOW - timedelta(hours=n), "Bureau Castara", "Airport unit 2", Purpose.BORDER, Grade.EXACT, 3, "TD-7731-0042", n > 1
    )
    return replace(base, **changes)


def held_view() -> held.HeldView:
    one = held.Held("7", NOW, "Bureau Belmora", 3, Purpose.BORDER, Grade.EXACT)
    return held.HeldView(
        frame("/protected", current=Entry.HELD), (one, replace(one, held="8", error=message("A release needs its reason.")))
    )


LOG = audit.Log(48_201_391, "9f2c41aa03b7d1e655", NOW, NOW)


def who_view() -> who_looked.WhoLookedView:
    days = tuple(
        who_looked.ReadsOfDay(
            date(2026, 11, n),
            (
                (Purpose.BORDER, 600 + n * 37 % 120),
                (Purpose.WANTED, 140 + (n == 17) * 480),
                (Purpose.WHEREABOUTS, 40 + n % 9),
                (Purpose.MISSING, 11),
            ),
        )
        for n in range(1, 22)
    )
    reads = tuple(
        who_looked.Sighting(NOW, "Bureau Castara", "Border post", f"TD-7731-004{n}", f"/records/{n}", 3, Purpose.BORDER, back)
        for n, back in enumerate(who_looked.CameBack)
    )
    return who_looked.WhoLookedView(
        frame("/who-looked", current=Entry.WHO_LOOKED),
        "Bureau Belmora",
        days,
        reads,
        (3, 8),
        COUNTRIES,
        log=LOG,
        older="/who-looked?after=1",
    )


def audit_lines() -> tuple[audit.AuditLine, ...]:
    return (
        audit.AuditLine("1-48201377", NOW, "Check", "Bureau Arvenia", "Port of Lys", "Ines Marlow", Purpose.BORDER, "No hit", (3, 8)),
        audit.AuditLine(
            "1-48201360", NOW, "Refusal", "Bureau Arvenia", "Port of Lys", "Ines Marlow", Purpose.TRENDS, "Refused", (3,), "PUR-02"
        ),
    )


def audit_view(t: Translator, **changes: object) -> audit.AuditView:
    fields = audit.search_fields((Option("check", t("Check")),), t, {"basis": "Complaint 12/2026"}, {})
    return replace(audit.AuditView(frame("/audit", current=Entry.AUDIT, purpose=None, purposes=()), fields, LOG, audit_lines()), **changes)


def entry_view() -> audit.AuditEntryView:
    fields = (Field("basis", "Why do you open it?", required=True, hint="The complaint, case or inspection; recorded with this search."),)
    proof = (Fact("Leaf", "9f2c41aa03b7", FactKind.IDENTIFIER), Fact("In the tree", "48 201 377", FactKind.IDENTIFIER))
    shown = (Fact("Record", "TD-7731-0042", FactKind.IDENTIFIER),)
    return audit.AuditEntryView(
        frame("/audit/1", current=Entry.AUDIT), audit_lines()[0], shown=shown, proof=proof, open_fields=fields, may_open=True
    )


def tokens_view() -> tokens.TokensView:
    one = tokens.TokenLine("tk-4f21", "Border control of Lys", (3, 8), (Purpose.BORDER,), NOW + timedelta(days=90), NOW)
    lines = (one, replace(one, token="tk-1111", system="Old gate", revoked=True, last_used=None))
    purposes = (Purpose.BORDER, Purpose.WANTED)
    fields = tokens.issue_fields((Option("1", "Border control of Lys"),))
    shown = {"issued": "cmt_7G4kQm2vXz9LwPbT", "issued_for": "Border control of Lys"}
    return tokens.TokensView(frame("/tokens", current=Entry.TOKENS, purpose=None, purposes=()), lines, (3, 8), purposes, fields, **shown)


def restrictions_view() -> restrictions.RestrictionsView:
    given = (
        restrictions.Restriction("Qualira", authority="XQL"),
        restrictions.Restriction("International bodies", kind="entity"),
    )
    kinds = (Option("entity", "International bodies"),)
    return restrictions.RestrictionsView(
        frame("/restrictions", current=Entry.RESTRICTIONS), "Bureau Arvenia", given, COUNTRIES, kinds, may_change=True
    )


DEMO = (
    sign_in.DemoOfficer("marlow", "Ines Marlow", "Border officer", "Bureau Arvenia", "Checks documents and vehicles"),
    sign_in.DemoOfficer("corvin", "Nadia Corvin", "Registrar", "Bureau Belmora", "Enters and corrects records"),
)


def sign_in_view(**changes: object) -> sign_in.SignInView:
    base = sign_in.SignInView("c5f1a0", "Organisation of the demo", "Bureau Arvenia", "Port of Lys, desk 4", "+999 5550 0142")
    return replace(base, **changes)


def pages(t: Translator, theme: Theme = Theme.SYSTEM) -> dict[str, Element]:
    """Every page, by name."""

    def themed(view: object) -> object:
        return replace(view, frame=replace(view.frame, theme=theme))

    done = Done(message("Recorded. Other bureaus find it now."))
    wrong = message("Wrong name, password or code.")
    refused = problem.ProblemView(
        problem.Problem.REFUSED,
        frame(),
        message("Your role may not ask this register for this purpose."),
        "PUR-02",
        "Your bureau's supervisor",
        reference="1-48201390",
    )
    away = problem.ProblemView(
        problem.Problem.UNAVAILABLE,
        frame(),
        message("The registers do not answer."),
        still_works=message("Signing in, and your list of checks."),
    )
    protected = check.CheckValues(q="C0118832 XBM", protected=True)
    others = import_pages(frame, themed, t) | trace_pages(frame, themed, t) | life_pages(frame, themed, t)
    others |= (
        person_pages(frame, themed, t)
        | clearance_pages(frame, themed, t)
        | register_pages(frame, themed, t)
        | work_pages(frame, themed, t)
        | thing_pages(frame, themed, t, theme)
    )
    return (
        others
        | list_pages(frame, themed, t, HIT, LOOKALIKE)
        | {
            "sign-in": sign_in.page(sign_in_view(theme=theme), t),
            "sign-in-demo": sign_in.page(sign_in_view(theme=theme, demo_officers=DEMO, failed=wrong), t),
            "purpose": purpose.page(themed(purpose.PurposeView(frame("/purpose", purpose=None))), t),
            "check": check.page(themed(check_view()), t),
            "check-seen": check.page(themed(check_view(values=replace(VALUES, number="C0118832"), seen=SEEN, past=())), t),
            "check-errors": check.page(
                themed(
                    check_view(
                        values=protected, errors={"protected_reason": message("Say why: one sentence."), "q": message("Nothing to ask.")}
                    )
                ),
                t,
            ),
            "no-hit": result.page(themed(result_view()), t),
            "hits": result.page(themed(hits_view()), t),
            "look-alike": result.page(
                themed(
                    result_view(
                        answers=(RegisterAnswer(3, Said.POSSIBLE, "Number"),),
                        hits=(LOOKALIKE,),
                        asked=(result.Asked("CO118832", "Passport"),),
                    )
                ),
                t,
            ),
            "no-answer": result.page(
                themed(
                    result_view(
                        answers=(
                            NO_HIT[0],
                            RegisterAnswer(8, Said.NO_ANSWER, "VIN", message("It did not answer within {seconds} s.", seconds="2")),
                        )
                    )
                ),
                t,
            ),
            "record": record.page(themed(record_view(frame=frame("/records/1", current=Entry.REGISTERS, done=done))), t),
            "record-of-others": record.page(
                themed(record_view(own=False, actions=(), versions=(), seen_by=None, owner="Bureau Belmora")), t
            ),
            "record-new": record_form.page(themed(form_view(wrong=False)), t),
            "record-errors": record_form.page(themed(form_view(wrong=True)), t),
            "registers": registers.page(
                themed(
                    registers.RegistersView(
                        frame("/registers", current=Entry.REGISTERS),
                        "Bureau Arvenia",
                        (3, 8),
                        3,
                        own_records(),
                        main=(
                            Field("identifier", "Identifier, whole", Widget.IDENTIFIER, plain=True),
                            Field("reason", "Reason", Widget.SELECT, "stolen", options=(Option("stolen", t("Stolen")),), plain=True),
                        ),
                        more=(Field("created_from", "Entered", Widget.DAY, plain=True),),
                        chips=(registers.Chip(t("{what}: {value}", what=t("Reason"), value=t("Stolen")), "/registers?register=3"),),
                        views=(registers.SavedView("Blanks of 2026", "/registers?register=3", shared=True),),
                        total=10_000,
                        beyond=True,
                        older="/registers?after=1",
                        may_write=True,
                    )
                ),
                t,
            ),
            "registers-empty": registers.page(
                themed(registers.RegistersView(frame("/registers", current=Entry.REGISTERS), "Bureau Arvenia", (3, 8), 8, ())), t
            ),
            "load": load.page(
                themed(
                    load.LoadView(
                        frame("/registers/3/load", current=Entry.REGISTERS),
                        3,
                        ("number", "issuer", "type", "reason"),
                        "/x.csv",
                        result=LOAD,
                    )
                ),
                t,
            ),
            "inbox": inbox.page(
                themed(inbox.InboxView(frame("/inbox", current=Entry.INBOX), "Bureau Belmora", tuple(line(n) for n in range(1, 5)))), t
            ),
            "inbox-empty": inbox.page(themed(inbox.InboxView(frame("/inbox", current=Entry.INBOX), "Bureau Belmora", ())), t),
            "inbox-entry": inbox.entry_page(
                themed(
                    inbox.InboxEntryView(
                        frame("/inbox/1", current=Entry.INBOX),
                        line(1),
                        "/records/1",
                        (
                            message("Check whether your record still stands."),
                            message("Answer {bureau} that it stands, or withdraw it.", bureau="Bureau Castara"),
                        ),
                        (Fact("Document", "XBM C0118832", FactKind.IDENTIFIER),),
                    )
                ),
                t,
            ),
            "held": held.page(themed(held_view()), t),
            "who-looked": who_looked.page(themed(who_view()), t),
            "audit": audit.page(themed(audit_view(t)), t),
            "audit-entry": audit.entry_page(themed(entry_view()), t),
            "tokens": tokens.page(themed(tokens_view()), t),
            "restrictions": restrictions.page(themed(restrictions_view()), t),
            "refused": problem.page(themed(refused), t),
            "absent": problem.page(themed(problem.ProblemView(problem.Problem.ABSENT, frame())), t),
            "unavailable": problem.page(themed(away), t),
            "too-many": problem.page(problem.ProblemView(problem.Problem.TOO_MANY, seconds=4), t),
            "palette": palette.page(
                themed(palette.PaletteView(frame("/go", current=None), (palette.Command("Enter a travel document", "plus", "/x"),))), t
            ),
            "account": account.page(
                themed(account.AccountView(frame("/account", current=None), ("Border officer",), (3, 8), version="0.1.0")), t
            ),
        }
    )


def main(folder: Path) -> None:
    for language in Language:
        for theme in (Theme.LIGHT, Theme.DARK):
            for name, drawn in pages(Translator(language), theme).items():
                (folder / f"{name}.{language}.{theme}.html").write_text(str(drawn), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
