"""`comity persons`: what an officer says of a candidate, the settings of purposes, searches by name alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, Literal

from cyclopts import Parameter

from comity.edges.cli.connection import client
from comity.edges.cli.sentences import Stopped
from comity.edges.cli.terminal import as_json, say, table

if TYPE_CHECKING:
    from comity.client.persons import PersonSays

_NOTED: Final = {
    "this-person": "Noted: this person. The owner is told. Ask it to confirm before you act.",
    "not-this-person": "Noted: not this person. Its owner learns nothing of it.",
    "this-organisation": "Noted: this organisation. The owner is told. Ask it to confirm before you act.",
    "not-this-organisation": "Noted: not this organisation. Its owner learns nothing of it.",
}
_Says = Literal["this-person", "not-this-person", "this-organisation", "not-this-organisation"]
_WORDS: Final[dict[_Says, PersonSays]] = {
    "this-person": "this_person",
    "not-this-person": "not_this_person",
    "this-organisation": "this_organisation",
    "not-this-organisation": "not_this_organisation",
}
_Json = Annotated[bool, Parameter(help="The answer as JSON.")]


def answer(
    check: Annotated[str, Parameter(help="The entry that the check ended with, such as 3-1207.")],
    mark: Annotated[str, Parameter(help="The candidate's mark, as printed.", allow_leading_hyphen=True)],
    says: Annotated[_Says, Parameter(help="Whether it is the person, or the organisation, as the candidate is one or the other.")],
    *,
    purpose: Annotated[str, Parameter(help="The purpose; an officer's session has one already.")] = "",
    officer: Annotated[str, Parameter(help="With a system's token: who compares, by your own reference.")] = "",
    unit: Annotated[str, Parameter(help="With a system's token: at which unit.")] = "",
) -> int:
    """Says whether a candidate is the person, or the organisation. `this-...` tells the owner, once; until then nobody is told.

    Only who asked may say it, within 24 hours. `comity check` prints the line to use.
    """
    from comity.client.persons import PersonAnswer

    client().answer_person(PersonAnswer(check, mark, _WORDS[says], purpose, officer, unit))
    say(_NOTED[says])
    return 0


def settings(*, json: _Json = False) -> int:
    """Shows what each purpose asks of a search for persons."""
    found = client().person_settings()
    if json:
        as_json(found)
        return 0
    rows = [
        (one.purpose, f"{one.prior:g}", f"{one.possible:g}", f"{one.likely:g}", f"{one.alarm:g}", "yes" if one.lists else "no", one.reason)
        for one in found
    ]
    table(("purpose", "prior", "possible", "likely", "alarm", "whole lists", "changed because"), rows, "No purposes.")
    return 0


def set_purpose(
    purpose: Annotated[str, Parameter(help="border, wanted, whereabouts ...")],
    *,
    reason: Annotated[str, Parameter(help="Why, for the audit; it names nobody.")],
    prior: Annotated[float | None, Parameter(help="How probable it is, before anything is compared, that a record is the person.")] = None,
    possible: Annotated[float | None, Parameter(help="From this probability on a record is shown.")] = None,
    likely: Annotated[float | None, Parameter(help="From this probability on it is graded likely.")] = None,
    alarm: Annotated[float | None, Parameter(help="From this probability on its owner is told.")] = None,
    lists: Annotated[Literal["yes", "no"] | None, Parameter(help="Whether whole lists of persons may be searched.")] = None,
) -> int:
    """Changes what a purpose asks of a search; what is left out stays. The secretariat's supervisors alone."""
    from msgspec.structs import replace

    with client() as server:
        now = next((one for one in server.person_settings() if one.purpose == purpose), None)
        if now is None:
            raise Stopped(f"There is no purpose {purpose!r}.")
        given = {"prior": prior, "possible": possible, "likely": likely, "alarm": alarm}
        wanted = replace(now, reason=reason, **{name: value for name, value in given.items() if value is not None})
        server.set_persons(purpose, replace(wanted, lists=lists == "yes") if lists else wanted)
    say(f"Searches for {purpose} follow it from now on.")
    return 0


def bare(
    *,
    since: Annotated[str, Parameter(help="The first day, YYYY-MM-DD; thirty days ago where left out.")] = "",
    until: Annotated[str, Parameter(help="The last day; today where left out.")] = "",
    json: _Json = False,
) -> int:
    """Counts searches of your bureau for a person by nothing but a name, by officer, unit and day."""
    found = client().bare_names(since, until)
    if json:
        as_json(found)
        return 0
    rows = [
        (f"{one.day}", str(one.officer) if one.officer else f"system {one.system}", str(one.unit) if one.unit else "-", str(one.count))
        for one in found
    ]
    table(("day", "officer", "unit", "searches by name alone"), rows, "Nobody searched by a name alone.")
    return 0
