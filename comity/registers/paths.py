"""Where a value stands in a record: `field`, `field.2` of a repeated one, `field.part` of a compound one, `field.2.part` of both.

Behind the door a record is flat, path by path; at the edges it is nested, with lists and objects.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

from comity.kernel.errors import Fault, Invalid
from comity.registers.model import Field, Register
from comity.registers.record import Values

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | float | bool | None"

_SHOWN: Final = 80  # characters of a wrong path that a fault repeats


@lru_cache(maxsize=16384)
def leaf(register: Register, path: str) -> Field | None:
    """The field or part whose kind rules the value at that path; None where the register has no such path."""
    name, *rest = path.split(".")
    field = next((each for each in register.fields if each.name == name), None)
    if field is None:
        return None
    if field.many:
        number = rest.pop(0) if rest else ""
        if not number.isascii() or not number.isdigit() or number[0] == "0" or len(number) > 4 or int(number) > field.many:
            return None
    if field.parts:
        part = rest.pop(0) if rest else ""
        field = next((each for each in field.parts if each.name == part), None)
    return None if rest else field


def holds(values: Values, name: str) -> bool:
    """Whether a record says anything in that field or, for `documents.number`, in that part of any item."""
    if name in values:
        return True
    top, _, part = name.partition(".")
    start, end = f"{top}.", f".{part}" if part else ""
    return any(path.startswith(start) and path.endswith(end) for path in values)


def each(values: Values, *names: str) -> Iterator[tuple[str, ...]]:
    """The values of these fields, item by item: the parts of one item side by side, "" where one is empty.

    Parts of one compound field (`documents.number`, `documents.issuer`) go together; a plain single field goes with every item.
    """
    group = next((name.partition(".")[0] for name in names if name not in values and holds(values, name)), "")
    if not group:
        if any(name in values for name in names):
            yield tuple([values.get(name, "") for name in names])
        return
    for item in items(values, group):
        found = tuple([values.get(_within(name, group, item), "") for name in names])
        if any(found):
            yield found


def _within(name: str, group: str, item: str) -> str:
    top, _, part = name.partition(".")
    if top != group:
        return name
    return ".".join(word for word in (group, item, part) if word)


def items(values: Values, group: str) -> list[str]:
    """The numbers of a repeated field's items, in order, as they stand in paths; `[""]` for a compound field that is not repeated."""
    start = f"{group}."
    seen = {path[len(start) :].partition(".")[0] for path in values if path.startswith(start)}
    numbers = sorted(int(word) for word in seen if word.isdigit())
    return [str(number) for number in numbers] if numbers else [""] * bool(seen)


def in_order(register: Register, values: Values) -> dict[str, str]:
    """The values in the declaration's order, items counted anew from 1: what was left empty between two leaves no gap."""
    ordered: dict[str, str] = {}
    for field in register.fields:
        if not field.many and not field.parts:
            if field.name in values:
                ordered[field.name] = values[field.name]
            continue
        for place, item in enumerate(items(values, field.name), 1):
            before = ".".join(word for word in (field.name, item) if word)
            after = f"{field.name}.{place}" if field.many else field.name
            for part in field.parts:
                if f"{before}.{part.name}" in values:
                    ordered[f"{after}.{part.name}"] = values[f"{before}.{part.name}"]
            if not field.parts:
                ordered[after] = values[before]
    return ordered


def nested(register: Register, values: Values) -> dict[str, Json]:
    """The values as the API shows them: a list for a repeated field, an object for a compound one."""
    shown: dict[str, Json] = {}
    for field in register.fields:
        if not field.many and not field.parts:
            if field.name in values:
                shown[field.name] = values[field.name]
        elif found := [_item(field, values, item) for item in items(values, field.name)]:
            shown[field.name] = found if field.many else found[0]
    return shown


def _item(field: Field, values: Values, item: str) -> Json:
    path = ".".join(word for word in (field.name, item) if word)
    if not field.parts:
        return values[path]
    return {part.name: values[f"{path}.{part.name}"] for part in field.parts if f"{path}.{part.name}" in values}


def flat(register: Register, given: Mapping[str, Json]) -> dict[str, str]:
    """The typed values of a nested body, path by path; texts are not cleaned yet, names not known are left for the validator to name.

    Raises: Invalid with every value that has the wrong shape, by its path.
    """
    typed: dict[str, str] = {}
    faults: list[Fault] = []
    by_name = {field.name: field for field in register.fields}
    for name, value in given.items():
        _spread(by_name.get(name), name, value, typed, faults)
    if faults:
        raise Invalid(*faults)
    return typed


def _spread(field: Field | None, path: str, value: Json, typed: dict[str, str], faults: list[Fault]) -> None:
    if value is None:
        return
    if field is not None and field.many and isinstance(value, (list, tuple)):
        if len(value) > field.many:
            faults.append(Fault(path, "too_many", f"At most {field.many} of these are recorded.", f"1 to {field.many} items."))
            return
        for place, one in enumerate(value, 1):
            _spread_one(field, f"{path}.{place}", one, typed, faults)
    elif field is not None and field.many:
        faults.append(Fault(path[:_SHOWN], "wrong_shape", "This field is repeated: it is given as a list.", _shape(field)))
    else:
        _spread_one(field, path, value, typed, faults)


def _spread_one(field: Field | None, path: str, value: Json, typed: dict[str, str], faults: list[Fault]) -> None:
    if isinstance(value, Mapping) and field is not None and field.parts:
        for name, one in value.items():
            if one is not None:
                _spread_one(None, f"{path}.{name}", one, typed, faults)
    elif isinstance(value, str) and not (field is not None and field.parts):
        typed[path] = value
    elif isinstance(value, (int, float)) and not isinstance(value, bool) and not (field is not None and field.parts):
        typed[path] = str(value)
    else:
        faults.append(Fault(path[:_SHOWN], "wrong_shape", "This value has another shape than the field.", _shape(field)))


def _shape(field: Field | None) -> str:
    if field is None or not (field.many or field.parts):
        return "A text."
    one = "an object with " + ", ".join(part.name for part in field.parts) if field.parts else "a text"
    return f"A list, each item {one}." if field.many else f"{one.capitalize()}."
