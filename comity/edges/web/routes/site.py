"""All routes of the pages, put together."""

from __future__ import annotations

from litestar import Litestar

from comity.app import Comity
from comity.edges.web.routes import (
    audit,
    check,
    clearances,
    entering,
    finding,
    imports,
    inbox,
    inventory,
    jobs,
    life,
    list_checks,
    lists,
    load,
    load_columns,
    loads,
    many,
    overview,
    own,
    person_oversight,
    persons,
    public_art,
    record_acts,
    record_files,
    records,
    restrictions,
    review,
    static,
    statistics,
    tokens,
    traces,
    walking,
    who_looked,
)
from comity.edges.web.routes.application import Open, Route, application
from comity.edges.web.routes.demo import DemoOfficers
from comity.edges.web.routes.gate import SigningIn

_SUBJECTS = (
    load_columns,
    overview,
    own,
    public_art,
    inventory,
    check,
    clearances,
    persons,
    person_oversight,
    list_checks,
    finding,
    walking,
    lists,
    many,
    life,
    review,
    records,
    record_acts,
    record_files,
    entering,
    load,
    loads,
    jobs,
    restrictions,
    imports,
    inbox,
    who_looked,
    statistics,
    audit,
    tokens,
    traces,
)


def routes(comity: Comity) -> tuple[Route | Open, ...]:
    """Every route, the gate's first."""
    return (*SigningIn(DemoOfficers(comity)).routes, *(route for subject in _SUBJECTS for route in subject.ROUTES))


def site(comity: Comity) -> Litestar:
    """The pages as one ASGI application."""
    return application(comity, static.HANDLERS, routes(comity))
