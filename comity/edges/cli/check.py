"""`comity check`: one question from options, or many from a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from cyclopts import Parameter

from comity.edges.cli.sentences import Stopped

if TYPE_CHECKING:
    from comity.client.checks import Identifier, Question
    from comity.client.persons import Person

_LONGEST_ZONE: Final = 400
_Many = list[str] | None


def check(
    *,
    person: Annotated[
        str, Parameter(help="Who is asked about: a person or an organisation by name in any script, or NAME, YEAR, COUNTRY.")
    ] = "",
    born: Annotated[str, Parameter(help="Birth date as far as known: 1984, 1984-03, 1984-??-12, 12.3.1984.")] = "",
    nationality: Annotated[str, Parameter(help="A country by code or name.")] = "",
    sex: Annotated[str, Parameter(help="male, female, or as a passport has it.")] = "",
    birth_place: Annotated[str, Parameter(help="Where the person was born.")] = "",
    document: Annotated[_Many, Parameter(help="NUMBER or NUMBER:ISSUER of a travel document.", negative="")] = None,
    vin: Annotated[_Many, Parameter(help="Vehicle identification number, or its last eight.", negative="")] = None,
    plate: Annotated[_Many, Parameter(help="NUMBER or NUMBER:COUNTRY.", negative="")] = None,
    engine: Annotated[_Many, Parameter(help="Engine number.", negative="")] = None,
    about: Annotated[
        _Many, Parameter(help="KIND=VALUE or KIND=VALUE:COUNTRY of any kind; serial=VALUE:MAKER.", negative="", allow_leading_hyphen=True)
    ] = None,
    mrz: Annotated[
        str, Parameter(help="Machine readable zone, its lines parted by spaces; - reads standard input.", allow_leading_hyphen=True)
    ] = "",
    register: Annotated[_Many, Parameter(help="Ask only this register; once for each.", negative="")] = None,
    protected: Annotated[bool, Parameter(help="The owner learns nothing until your supervisor releases it.")] = False,
    reference: Annotated[str, Parameter(help="Your own case number.")] = "",
    purpose: Annotated[str, Parameter(help="The purpose; an officer's session has one already.")] = "",
    officer: Annotated[str, Parameter(help="With a system's token: who asks, by your own reference.")] = "",
    unit: Annotated[str, Parameter(help="With a system's token: at which unit.")] = "",
    batch: Annotated[Path | None, Parameter(help="CSV or JSONL file of many checks.")] = None,
    json: Annotated[bool, Parameter(help="The answer as JSON; of a batch one line each.")] = False,
) -> int:
    """Asks about a person or an organisation, and anything with a number or an address.

    Exit code 0 no hit, 10 hit, 11 look-alikes or candidates alone, 20 no answer, 1 error.
    """
    from comity.client.checks import Question

    asked = (*identifiers(document or (), vin or (), plate or (), engine or (), mrz), *map(anything, about or ()))
    who = _person(person, born, nationality, sex, birth_place)
    base = Question(asked, purpose, tuple(register or ()), officer, unit, protected, reference, who)
    if batch is not None:
        if asked or who:
            raise Stopped("A batch takes its checks from the file alone.")
        from comity.edges.cli.check_batch import check_file

        return check_file(batch, base, json=json)
    if not asked and not who:
        raise Stopped("Say what to ask about: --person, --document, --mrz, --vin, --plate, --engine, --about KIND=VALUE or --batch.")
    return _ask(base, json=json)


def _person(name: str, born: str, nationality: str, sex: str, birth_place: str) -> Person | None:
    """The person that the options describe. A name alone is read as a line first, since people type the year behind it."""
    if not name:
        if born or nationality or sex or birth_place:
            raise Stopped("What is known of a person stands beside a name.", "Give --person NAME.")
        return None
    from comity.client.persons import Person
    from comity.edges.cli.connection import client

    read = client().read_person(name)
    if not read.name:
        raise Stopped(f"{name!r} holds no name.")
    return Person(read.name, born or read.born, nationality or read.nationality, sex, birth_place)


def _ask(question: Question, *, json: bool) -> int:
    from comity.edges.cli.check_shapes import asker_of, look_of, named, show
    from comity.edges.cli.connection import client
    from comity.edges.cli.terminal import as_json

    result = client().check(question)
    if json:
        as_json(result)
        return look_of(result).code
    return show(result, named(question.identifiers, question.person), asker_of(question))


def identifiers(documents: list[str] | tuple[str, ...], vins: object, plates: object, engines: object, mrz: str) -> tuple[Identifier, ...]:
    """What the options ask about."""
    from comity.client.checks import Identifier

    asked: list[Identifier] = []
    for kind, values in (("document", documents), ("vin", vins), ("plate", plates), ("engine", engines)):
        for value in values:  # type: ignore[attr-defined]
            plain, _, issuer = value.partition(":") if kind in ("document", "plate") else (value, "", "")
            asked.append(Identifier(kind, plain.strip(), issuer.strip().upper()))
    if mrz:
        asked.append(Identifier("mrz", _zone(mrz)))
    return tuple(asked)


_BESIDE: Final = frozenset({"document", "document_number", "plate", "vessel_registration", "serial"})  # kinds with a country or maker


def anything(given: str) -> Identifier:
    """`imo=9074729`, `serial=BXR412:Glock`. Raises: Stopped where no kind stands before it. Which kinds there are, the server says."""
    from comity.client.checks import Identifier

    kind, given_one, value = given.partition("=")
    kind = kind.strip().lower().replace("-", "_")
    if not given_one or not kind or not value.strip():
        raise Stopped(f"{given!r} is not KIND=VALUE.", "For example imo=9074729 or serial=BXR412:Glock.")
    plain, _, beside = value.rpartition(":") if kind in _BESIDE and ":" in value else (value, "", "")
    return Identifier(kind, plain.strip(), beside.strip())


def _zone(given: str) -> str:
    zone = sys.stdin.read(_LONGEST_ZONE + 1) if given == "-" else given
    if not zone.strip() or len(zone) > _LONGEST_ZONE:
        raise Stopped(f"A machine readable zone has two or three lines, {_LONGEST_ZONE} characters at most.")
    return zone.strip()
