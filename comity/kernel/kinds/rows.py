"""A row for a kind of one line, with what is the same for all of them filled in."""

from __future__ import annotations

from collections.abc import Callable

from comity.kernel.kinds.model import Kind, as_is

Message = tuple[str, dict[str, str]]


def nothing_odd(_: str) -> tuple[Message, ...]:
    """The check of a kind that takes nothing odd."""
    return ()


def line_kind(
    name: str,
    clean: Callable[[str], str],
    *,
    hint: str,
    accepted: str,
    personal: bool,
    examples: tuple[str, ...],
    longest: int,
    spell: Callable[[str], str] = as_is,
    fold: Callable[[str], str] = as_is,
    check: Callable[[str], tuple[Message, ...]] = nothing_odd,
) -> Kind:
    """A kind that is typed in one line and kept as text. `spell` becomes the row's `format`."""
    return Kind(name, "string", "text", "text", clean, spell, fold, hint, accepted, personal, examples, longest, check=check)
