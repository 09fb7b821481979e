"""What is printed: clean, right in a narrow terminal and without one."""

from __future__ import annotations

import io
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.edges.cli import terminal


class Tty(io.StringIO):
    def isatty(self) -> bool:
        return True


def on_a_terminal(monkeypatch: pytest.MonkeyPatch, columns: int) -> Tty:
    tty = Tty()
    monkeypatch.setattr(sys, "stdout", tty)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return tty


@pytest.mark.parametrize("evil", ["\x1b[2J", "\x1b]0;title\x07", "a\rb", "\x9b31m", "\u202eevil", "\u2066x", "\x00", "\ud800"])
def test_nothing_steers_the_terminal(evil: str) -> None:
    cleaned = terminal.clean(evil)
    assert not set(cleaned) & {"\x1b", "\x07", "\r", "\x9b", "\u202e", "\u2066", "\x00", "\ud800"}


@given(st.text())
def test_what_is_cleaned_is_one_line_of_as_many_letters(text: str) -> None:
    cleaned = terminal.clean(text)
    assert len(cleaned.splitlines()) <= 1 or {"\u2028", "\u2029"} & set(cleaned)
    assert len(cleaned) == len(text.replace("\r\n", "\n"))
    assert terminal.clean(cleaned) == cleaned


def test_scripts_stay_whole() -> None:
    for word in ("می\u200cخواهم", "ارفينيا", "Ærøskøbing", "क्\u200dष", "李"):
        assert terminal.clean(word) == word


def test_markup_of_rich_is_text(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.say("[bold]x[/bold] :smile: [link=http://evil]y[/link]")
    assert capsys.readouterr().out == "[bold]x[/bold] :smile: [link=http://evil]y[/link]\n"


def test_a_pipe_gets_no_colour_and_whole_lines(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.say("x" * 500, "bold red")
    terminal.under("y " * 200)
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert [len(line) for line in out.splitlines()] == [500, 401] or len(out.splitlines()) == 2


def test_no_line_is_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    tty = on_a_terminal(monkeypatch, 30)
    terminal.say("word " * 40)
    terminal.under("word " * 40, 4)
    terminal.table(("first", "second", "third"), [("a" * 50, "b c d e f g h i j k l m n o p q r", "")] * 2, "nothing")
    assert max(map(len, tty.getvalue().splitlines())) <= 30
    assert "first: \naaa" in tty.getvalue()
    assert "third" not in tty.getvalue()


def test_a_wide_terminal_gets_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    tty = on_a_terminal(monkeypatch, 100)
    terminal.table(("first", "second"), [("a", "b")], "nothing")
    assert "first" in tty.getvalue().splitlines()[0]
    assert "second" in tty.getvalue().splitlines()[0]


def test_an_empty_list_says_so_beside_the_output(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.table(("a",), [], "Nothing there.")
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "Nothing there.\n")


def test_json_is_json_and_steers_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    value = {"name": "a\x1b[2J\x9b\u202e\x7f\u0085李"}
    terminal.as_json(value)
    out = capsys.readouterr().out
    assert json.loads(out) == value
    assert not set(out) & {"\x1b", "\x9b", "\u202e", "\x7f", "\u0085"}


def test_shapes_are_letters_where_the_encoding_lacks_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    assert terminal.drawable("◆", "<#>") == "<#>"
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
    assert terminal.drawable("◆", "<#>") == "◆"
