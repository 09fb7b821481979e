"""The minimum conditions of notices that software can see: thresholds of red, identity, the report and the privacy law of yellow.

Pure: values in, faults out. What only a person can judge is the review's, which comes before anybody sees a notice (REV-01).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from comity.kernel.errors import Fault
from comity.registers.model import Register
from comity.registers.paths import each, holds
from comity.registers.record import Values

PENALTY: Final = 24  # months: the longest sentence that the law allows (RED-04)
SENTENCE: Final = 6  # months: imposed, or left to serve (RED-04)


def notice_faults(register: Register, values: Values) -> list[Fault]:
    """Every condition of its colour that a notice does not meet; none in another register."""
    if register.name != "notices":
        return []
    rules = {"red": _red, "yellow": _yellow, "silver": _silver, "un": _listed}
    rule = rules.get(values.get("colour", ""))
    return list(rule(values)) if rule else []


def _red(values: Values) -> Iterator[Fault]:
    if not any(_serious(*months) for months in each(values, "offences.maximum", "offences.imposed", "offences.left")):
        accepted = f"A longest sentence of {PENALTY} months, or {SENTENCE} months imposed or left to serve."
        yield Fault("offences", "not_serious", "No offence reaches the threshold of a red notice (RED-04).", accepted)
    looks = ("height", "description", "marks", "documents", "photographs")
    if not (values.get("sex") and holds(values, "births") and any(holds(values, name) for name in looks)):
        accepted = "Sex, birth, and one of description, documents, photographs."
        yield Fault("sex", "identity", "The person is not identified as a red notice needs it (RED-05).", accepted)
    if not values.get("facts"):
        yield Fault("facts", "required", "A red notice states the facts (RED-06).", "What the person did, when, where and how.")


def _serious(*months: str) -> bool:
    maximum, imposed, left = (int(month or 0) for month in months)
    return maximum >= PENALTY or imposed >= SENTENCE or left >= SENTENCE


def _yellow(values: Values) -> Iterator[Fault]:
    if values.get("minor") != "yes" and values.get("status") == "missing" and not values.get("privacy_law"):
        yield Fault("privacy_law", "required", "An adult is looked for only where national law allows it (YEL-02).", "The act and article.")
    if values.get("status") == "missing" and not any(holds(values, name) for name in ("description", "photographs", "height", "marks")):
        yield Fault("description", "required", "A missing person is described (YEL-03).", "A description, marks or a photograph.")


def _silver(values: Values) -> Iterator[Fault]:
    for item, (kind, link) in enumerate(each(values, "assets.kind", "assets.holder_link"), 1):
        if kind == "company" and not link:
            yield Fault(f"assets.{item}.holder_link", "required", "A company's asset needs its link to the crime (SIL-03).", "The link.")


def _listed(values: Values) -> Iterator[Fault]:
    if values.get("request") in ("locate", "locate_for_extradition"):
        yield Fault("request", "not_of_the_list", "A listing asks for its measures, not to look for anybody (UNS-01).", "inform_owner")
