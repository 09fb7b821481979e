"""The four families of errors that the edges map to answers (RFC 9457 bodies).

    ComityError
    ├── Invalid       400  all bad fields at once, by name
    ├── Refused       403  the rule, and who can grant it
    ├── Absent        404  the same answer whether the thing is not there or not for the asker
    └── Unavailable   503  what does not work, and what still does

A slice draws its own small tree below one of these.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One bad field: where it stands, a stable code, what is wrong with it, what would be accepted."""

    field: str
    code: str
    sentence: str
    accepted: str = ""


class ComityError(Exception):
    """The root: something that an edge answers with a sentence, never with a stack."""


class Invalid(ComityError):
    """What came in cannot be understood. Names all faults at once."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"{fault.field}: {fault.sentence}" for fault in faults))
        self.faults = faults


class Refused(ComityError):
    """A rule forbids it. `rule` is an id of the rules reference; `granted_by` says who may allow it."""

    def __init__(self, rule: str, sentence: str, granted_by: str = "") -> None:
        super().__init__(sentence)
        self.rule = rule
        self.sentence = sentence
        self.granted_by = granted_by


class Absent(ComityError):
    """There is no such thing for this asker. Never says which of the two it is (OWN-04)."""


class Unavailable(ComityError):
    """An engine does not answer. `still_works` tells the officer what to do meanwhile."""

    def __init__(self, what: str, still_works: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.still_works = still_works
