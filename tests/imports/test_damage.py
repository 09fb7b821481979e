"""Lists that were damaged on the way: the whole is refused with its reason, or every entry is read or refused with its own."""

from __future__ import annotations

import io
import re
from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from comity.imports.judging import Judged, judged
from comity.imports.model import Header
from comity.imports.un_xml import InvalidList
from tests.imports.listing import LIST

RAW = LIST.read_bytes()
TEXTS = [match.span(1) for match in re.finditer(rb">([^<\s][^<]{0,80})<", RAW)]
HEADER = Header(("warning",), "Resolution 9900 (2014)")
ODD = [
    "²",
    "１９８４",
    "2026-02-30",
    "0000",
    "1984-99",
    "circa",
    "30 Feb. 1980",
    "None",
    " ",
    "-1",
    "9" * 500,
    "a" * 3000,
    "\u202e",
    "&#x41;",
    "&x;",
]


def judge(content: bytes) -> Judged | None:
    """None where the whole is refused."""
    try:
        return judged(io.BytesIO(content), HEADER, date(2026, 11, 22), {"Arvenia": "XAR"})
    except InvalidList as refusal:
        assert all(fault.field == "file" and fault.sentence for fault in refusal.faults)  # noqa: PT017 - either is right; nothing else is
        return None


@given(st.lists(st.tuples(st.integers(0, len(RAW)), st.integers(0, 40), st.binary(max_size=4)), min_size=1, max_size=4))
@settings(max_examples=40)
def test_damaged_bytes_are_refused_as_a_whole_or_entry_by_entry(damage: list[tuple[int, int, bytes]]) -> None:
    content = RAW
    for place, length, instead in damage:
        content = content[:place] + instead + content[place + length :]
    found = judge(content)
    assert found is None or found.persons + found.entities == len(found.good) + len(found.refused)


@given(st.lists(st.tuples(st.sampled_from(TEXTS), st.sampled_from(ODD) | st.text(max_size=20)), min_size=1, max_size=5))
@example([(span, "9" * 500) for span in TEXTS[:5]])
@settings(max_examples=40)
def test_whatever_stands_in_a_field_no_entry_is_dropped(changed: list[tuple[tuple[int, int], str]]) -> None:
    content = RAW
    for (start, end), instead in sorted(dict(changed).items(), reverse=True):
        content = content[:start] + instead.encode("utf-8", "replace") + content[end:]
    found = judge(content)
    assert found is None or len(found.good) + len(found.refused) == RAW.count(b"</INDIVIDUAL>") + RAW.count(b"</ENTITY>")
