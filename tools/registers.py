"""Writes docs/reference/registers.md, registers/*.md and processing.md from the declarations: `python3 run python -m tools.registers`."""

from __future__ import annotations

from pathlib import Path

from comity.registers.catalogue import DECLARED
from comity.registers.processing import processing
from comity.registers.reference import index, page

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"


def pages() -> dict[Path, str]:
    """Each file with its text."""
    found = {REFERENCE / "registers.md": index(DECLARED), REFERENCE / "processing.md": processing(DECLARED)}
    return found | {REFERENCE / "registers" / f"{one.name}.md": page(one) for one in DECLARED}


def main() -> None:
    """Writes them all, and takes away pages of registers that are no more."""
    for path, text in pages().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for path in (REFERENCE / "registers").glob("*.md"):
        if path not in pages():
            path.unlink()


if __name__ == "__main__":
    main()
