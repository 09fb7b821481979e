"""What the rules ask of data on persons, beyond what one field can see: victims and witnesses, minors, the dead, sensitive data.

Pure: values in, faults out. `validate` calls it for every register with a person's status (REC-03).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from comity.kernel.errors import Fault
from comity.registers.model import Register
from comity.registers.paths import each, holds
from comity.registers.record import Values

PROTECTED: Final = frozenset({"victim", "witness"})
GENTLE: Final = ("identify", "inform_owner", "welfare", "hear")  # none of them lets anybody act against a victim or witness (REC-05)
MAJORITY: Final = 18  # years; a national law may set it higher, which the owner then marks (REC-07)
SHIELDING: Final = ("status", "opened")  # what `shielded` looks at
_NAMELESS: Final = frozenset({"unidentified", "deceased"})
_ACCUSED: Final = frozenset({"wanted", "charged", "convicted"})


def person_faults(register: Register, values: Values) -> list[Fault]:
    """Every fault of a record on a person; none where the register has no status of a person."""
    if not register.statuses or "names" not in {field.name for field in register.fields}:
        return []
    status = values.get(register.statuses, "")
    rules = (
        _named(register, values, status),
        _action(values, status),
        _minor(values, status),
        _linked(register, values),
        _sensitive(values),
    )
    return [fault for rule in rules for fault in rule]


def shielded(values: Values) -> bool:
    """Whether checks of the wanted, of security and at borders must not see the record: a victim or witness, not opened (REC-06).

    A person's status is in the field `status` in every register that has one (a test compares).
    """
    return values.get("status") in PROTECTED and values.get("opened") != "yes"


def _named(register: Register, values: Values, status: str) -> Iterator[Fault]:
    """Who a person is: names and birth, or what an unidentified one looks like."""
    if not status:
        return
    if status not in _NAMELESS and not holds(values, "names"):
        yield Fault("names", "required", "A person has a name, unless unidentified or dead.", "One name at least.")
    if register.name == "persons" and status not in _NAMELESS and not any(date for (date,) in each(values, "births.date")):
        yield Fault("births", "required", "The date of birth, as far as it is known.", "births.1.date: a year at least.")
    if status == "unidentified" and not any(holds(values, name) for name in ("description", "marks", "photographs", "height")):
        yield Fault("description", "required", "Somebody unidentified is described.", "A description, marks on the body, or a photograph.")


def _action(values: Values, status: str) -> Iterator[Fault]:
    """Nothing is asked for against a victim or witness (REC-05), and extradition only of somebody accused."""
    action = values.get("request", "")
    if status in PROTECTED and action and action not in GENTLE:
        yield Fault("request", "victim_or_witness", "Nothing is done against a victim or a witness (REC-05).", ", ".join(GENTLE))
    if action == "locate_for_extradition" and status not in _ACCUSED:
        yield Fault("request", "not_accused", "Extradition is sought of somebody wanted, charged or convicted.", "Another action.")


def under_age(birth: str, facts: str) -> bool:
    """Whether somebody born then was certainly under age at the facts. What is not known is taken in the person's favour.

    So a year alone counts as the last day of the year for the birth, and as the first for the facts.
    """
    born, when = _parts(birth, (12, 31)), _parts(facts, (1, 1))
    if born is None or when is None:
        return False
    return (when[0] - born[0], when[1:]) < (MAJORITY, born[1:]) and when >= born


def _parts(date: str, unknown: tuple[int, int]) -> tuple[int, int, int] | None:
    year, month, day = [*date.split("-"), "??", "??"][:3]
    if not year.isdigit():
        return None
    return int(year), int(month) if month.isdigit() else unknown[0], int(day) if day.isdigit() else unknown[1]


def _minor(values: Values, status: str) -> Iterator[Fault]:
    """Who was under age is marked, and nobody can take the mark away (REC-07); a wanted one needs the law on responsibility (REC-08)."""
    facts = values.get("facts_date", "")
    young = any(under_age(birth, facts) for (birth,) in each(values, "births.date"))
    if young and values.get("minor") != "yes":
        yield Fault("minor", "under_age", "The person was under age at the time of the facts: mark it (REC-07).", "yes")
    if values.get("minor") == "yes" and status == "wanted" and not values.get("responsibility_law"):
        sentence = "A minor is wanted only with the law on the age of criminal responsibility (REC-08)."
        yield Fault("responsibility_law", "required", sentence, "The act and article.")


def _linked(register: Register, values: Mapping[str, str]) -> Iterator[Fault]:
    """Facts stand beside a person only with the role in them and their grades (REC-12)."""
    if register.name == "persons" and values.get("facts"):
        for name in ("role", "source_grade", "fact_grade"):
            if not values.get(name):
                yield Fault(name, "required", "Facts need the person's role and the grades of source and fact (REC-12).", name)


def _sensitive(values: Mapping[str, str]) -> Iterator[Fault]:
    """Sensitive data only with the reason why they are needed (REC-10)."""
    if values.get("sensitive") and not values.get("sensitive_reason"):
        yield Fault(
            "sensitive_reason", "required", "Sensitive data need a reason (REC-10).", "How they identify the person or matter to the case."
        )
