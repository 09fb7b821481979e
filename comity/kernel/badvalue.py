"""What a kind says of a value that it cannot take. A validator turns it into a `Fault` with the field's name."""

from __future__ import annotations

from collections.abc import Mapping


class BadValue(ValueError):
    """One value that cannot be taken: a stable `code`, an English `sentence` with {places}, the `values` for them.

    `accepted` says what would be taken. Both sentences are message ids, so an edge translates them before it fills the places.
    Privacy: `str()` gives the code alone, since a logged error must not carry what was typed.
    """

    def __init__(self, code: str, sentence: str, accepted: str = "", values: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence
        self.accepted = accepted
        self.values: dict[str, str] = dict(values or {})

    @property
    def text(self) -> str:
        """The English sentence, places filled."""
        return self.sentence.format(**self.values)
