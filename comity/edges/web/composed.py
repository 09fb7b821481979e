"""Sentences that inner slices compose with a number, a code or a field: found again by their shape, so that every language says them.

A slice hands over a whole sentence, since its API and its command line say it in English. Here each such sentence stands once with its
places; a test finds every one that the slices compose and fails where it is not here.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from comity.edges.web.marking import Message, mark

SENTENCES: Final = (
    mark("1 to {most} characters: the act and article, or the authority."),
    mark("1 to {most} columns."),
    mark("1 to {most} items."),
    mark("A VIN has 17 characters; this has {count}."),
    mark("A date from {day} on."),
    mark("A date up to {today}."),
    mark("A day after {day}, {latest} at the latest (RET-01)."),
    mark("A day after {day}."),
    mark("A day up to {day}."),
    mark("A hull number has 12 characters, or 14 with its country; this has {count}."),
    mark("A longest sentence of {longest} months, or {imposed} months imposed or left to serve."),
    mark("A person's lies between {least} and {greatest}."),
    mark("A system that loads does not have the permission {permission}."),
    mark("A whole number from {least} to {most}."),
    mark("At least {least} characters."),
    mark("At least {least} characters; four words do"),
    mark("At most {longest} characters."),
    mark("At most {most} GB."),
    mark("At most {most} MB."),
    mark("At most {most} million pixels."),
    mark("At most {most} of these are recorded."),
    mark("At most {most} rows."),
    mark("Element {name} has no place in this list."),
    mark("Line {line} has {count} characters instead of {width}."),
    mark("No IBAN of the country {code} has this form."),
    mark("No country has the code {code}."),
    mark("Nobody issues documents under the code {code}."),
    mark("None of your roles has the permission {permission}."),
    mark("The character {character} cannot stand here."),
    mark("The list cannot be kept: {why}."),
    mark("The number lies outside {least} to {most}."),
    mark("The purpose {purpose} is not open to your role at this kind of unit."),
    mark("The role {role} has it."),
    mark("The same but for look-alike characters, asked / stored (place): {differences}."),
    mark("The year must lie between {earliest} and {latest}."),
    mark("These are {count} characters instead of 8."),
    mark("This can be day/month or month/day: {one} or {other}."),
    mark("This can be {one} or {other}."),
    mark("This field is required where {field} is {value}."),
    mark("This field is required with {field}."),
    mark("This has fewer than {shortest} letters and digits."),
    mark("This has {count} digits."),
    mark("This has {given} characters, not {length}."),
    mark("This is longer than {longest} characters."),
    mark("This is no XML: line {line}, column {column}."),
    mark("This row has {count} cells, the first line has {width}."),
    mark("This withdraws {count} of {total} records: state why (REC-18)."),
    mark("Up to {most} MB."),
    mark("Up to {most} characters."),
    mark("XML with the root {root}."),
    mark("{code} has {digits} digits after the point."),
    mark("{count} cells."),
    mark("{count} hexadecimal characters."),
    mark("{least} to {most} characters. It names nobody."),
    mark("{least} to {most} characters."),
    mark("{least} to {most} characters: what is still under way, and until when."),
    mark("{locus} cannot have these alleles."),
    mark("{locus} is no locus that is known here."),
    mark("{locus} stands here twice."),
    mark("{sign} stands for several currencies."),
    mark("{unit} is not a unit that is known here."),
    mark("{value} is not in the list."),
    mark("One of: {names}."),
    mark("At least {least}."),
    mark("At most {most}."),
    mark("From {day}."),
    mark("{least} to {most}."),
)
_PLACE: Final = re.compile(r"\\\{(\w+)\\\}")


@cache
def _shapes() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.escape(text))), text) for text in SENTENCES)


def taken_apart(text: str) -> Message | None:
    """The message that a composed sentence is an instance of, with what stands in its places; None for any other."""
    for shape, whole in () if "{" in text else _shapes():
        if found := shape.fullmatch(text):
            return whole, found.groupdict()
    return None
