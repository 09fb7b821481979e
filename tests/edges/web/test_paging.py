"""The marks of pages."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from comity.audit.reading import Cursor
from comity.edges.web import paging

AT = datetime(2026, 3, 4, 5, 6, 7, 890_123, UTC)


def test_a_mark_names_its_line() -> None:
    assert paging.after(paging.mark(AT, UUID(int=7))) == (AT, UUID(int=7))
    assert paging.after_entry(paging.entry_mark(Cursor(AT, 3, 41))) == Cursor(AT, 3, 41)


@pytest.mark.parametrize("text", ["", "_", "x_y", "nan_0", "inf_00000000-0000-0000-0000-000000000007", "1e99_1_1", "1_2_3_4", "9" * 400])
def test_a_mark_that_none_of_ours_gave_is_the_first_page(text: str) -> None:
    assert paging.after(text) is None
    assert paging.after_entry(text) is None
