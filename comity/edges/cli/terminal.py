"""The only way to the terminal. Whatever comes from a record, a file or a server is cleaned before it is printed."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.console import Console

_NARROW: Final = 60  # columns; below, a table becomes blocks
_ENDLESS: Final = 10_000  # columns of a pipe: nothing is wrapped there
_JOINERS: Final = "\u200c\u200d"  # several scripts cannot be written without them
_REPLACEMENT: Final = "\ufffd"


def clean(text: str) -> str:
    """The text without anything that steers a terminal: escapes, bells, line feeds, turns of direction. One line.

    Attack: a name that holds an escape sequence rewrites the line above it, or sets the window's title to a command.
    """
    spaced = (" " if letter in "\n\t" else letter for letter in text.replace("\r\n", "\n"))
    return "".join(letter if letter in _JOINERS or not unicodedata.category(letter).startswith("C") else _REPLACEMENT for letter in spaced)


def out() -> Console:
    """Standard output: wrapped and coloured for a person only."""
    return _console(stderr=False)


def err() -> Console:
    """Standard error: progress and whatever went wrong."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else _ENDLESS
    return Console(file=stream, width=width, markup=False, highlight=False, emoji=False, soft_wrap=False)


def drawable(symbol: str, plain: str) -> str:
    """The symbol where the terminal's encoding has it, else letters."""
    try:
        symbol.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return plain
    return symbol


def say(text: str, style: str = "") -> None:
    """One paragraph."""
    _write(out(), text, style, 0)


def under(text: str, indent: int = 2, style: str = "") -> None:
    """One paragraph beneath another; what is wrapped stays indented."""
    _write(out(), text, style, indent)


def note(text: str, style: str = "") -> None:
    """One paragraph on standard error."""
    _write(err(), text, style, 0)


def _write(console: Console, text: str, style: str, indent: int) -> None:
    from rich.padding import Padding
    from rich.text import Text

    line = Text(clean(text), style=style)
    console.print(Padding(line, (0, 0, 0, indent), expand=False) if indent else line)


def table(titles: Sequence[str], rows: Iterable[Sequence[object]], nothing: str) -> None:
    """A list: a table, or blocks where the terminal is narrow; `nothing` on standard error where it is empty."""
    cells = [[clean(str(cell)) for cell in row] for row in rows]
    if not cells:
        note(nothing)
    elif out().width < _NARROW:
        _blocks(titles, cells)
    else:
        _table(titles, cells)


def _blocks(titles: Sequence[str], cells: list[list[str]]) -> None:
    for number, row in enumerate(cells):
        if number:
            say("")
        for title, cell in zip(titles, row, strict=True):
            if cell:
                say(f"{title}: {cell}" if title else cell)


def _table(titles: Sequence[str], cells: list[list[str]]) -> None:
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for title in titles:
        drawn.add_column(title, overflow="fold")
    for row in cells:
        drawn.add_row(*map(Text, row))
    out().print(drawn)


def facts(pairs: Iterable[tuple[str, object]]) -> None:
    """Names and values, one a line; empty values are left out."""
    from rich.text import Text

    for name, value in pairs:
        if str(value):
            out().print(Text.assemble((clean(name), "dim"), ": ", clean(str(value))))


def as_json(value: object) -> None:
    """A value as JSON on standard output, for programs. Control characters are escaped by the form itself."""
    import msgspec

    encoded = msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    sys.stdout.write(encoded.translate(_ESCAPED) + "\n")


# JSON escapes what lies below 0x20; these steer a terminal as well, and none stands outside a string.
_ESCAPED: Final = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
