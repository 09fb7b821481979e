"""The page of identifiers agrees with readers, registers and kinds."""

from __future__ import annotations

from comity.registers.catalogue import DECLARED
from comity.search.links import LINK
from comity.search.model import Identifier
from comity.search.reading import ASKED, READERS
from tools.identifiers import PAGE, main, page


def test_the_page_is_what_the_code_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()
    assert main(["--check"]) == 0


def test_every_kind_that_may_be_asked_is_held_by_a_register() -> None:
    held = {key.name for register in DECLARED for key in register.keys}
    for asked in ASKED:
        keys = {read.key for read in READERS[asked.kind](Identifier(asked.kind, asked.example))}
        assert keys <= held, asked.kind
        assert f"`{asked.kind}`" in page()


def test_every_key_of_a_register_may_be_asked_or_is_of_words_or_links() -> None:
    asked = {read.key for row in ASKED for read in READERS[row.kind](Identifier(row.kind, row.example))}
    held = {key.name for register in DECLARED for key in register.keys if not key.spread}
    assert held - {LINK} <= asked
