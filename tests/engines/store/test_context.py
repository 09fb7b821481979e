"""The text that sets a viewer's context: integers only, from one place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import comity
from comity.engines.store import NOBODY, Context, Mode, set_local

INTEGERS = st.integers(min_value=0, max_value=2**31 - 1)
SETTINGS = ("authority", "kind", "clearance", "sees", "mode", "bureau")
_WRITES = re.compile(r"set\s+(local\s+|session\s+)?comity\.\w+\s*(=|to\b)|set_config\(\s*'comity\.", re.IGNORECASE)


def test_the_text_names_every_setting_once() -> None:
    assert set_local(Context(12, 1, 2, 0b110, Mode.CHECK, 7)) == (
        "SET LOCAL comity.authority = '12'; SET LOCAL comity.kind = '1'; SET LOCAL comity.clearance = '2'; "
        "SET LOCAL comity.sees = '6'; SET LOCAL comity.mode = '1'; SET LOCAL comity.bureau = '7'"
    )


@given(INTEGERS, INTEGERS, INTEGERS, INTEGERS, st.sampled_from(Mode), INTEGERS)
def test_the_text_holds_digits_where_the_values_stand(
    authority: int, kind: int, clearance: int, sees: int, mode: Mode, bureau: int
) -> None:
    values = re.findall(r"'([^']*)'", set_local(Context(authority, kind, clearance, sees, mode, bureau)))
    assert [int(value) for value in values] == [authority, kind, clearance, sees, int(mode), bureau]


@pytest.mark.parametrize("wrong", ["12", "1'; drop table x; --", -1, 2**31, 1.5, None, True])
@pytest.mark.parametrize("place", SETTINGS)
def test_anything_but_a_small_integer_is_refused(place: str, wrong: object) -> None:
    values = {"authority": 1, "kind": 1, "clearance": 1, "sees": 1, "mode": Mode.OWN, "bureau": 1} | {place: wrong}
    with pytest.raises(ValueError, match="integers"):
        set_local(Context(**values))


def test_nobody_has_nothing() -> None:
    assert set(re.findall(r"'(\d+)'", set_local(NOBODY))) == {"0"}


def test_nothing_else_writes_the_settings() -> None:
    folder = Path(comity.__file__).parent
    writers = {path.relative_to(folder).as_posix() for path in folder.rglob("*.py") if _WRITES.search(path.read_text())}
    assert writers == {"engines/store/context.py"}
