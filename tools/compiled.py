"""Writes into each file of compiled loops the digest of the files that it is built on (`tests/names/test_compiled.py` says why).

python -m tools.compiled
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Final

NAMES: Final = Path(__file__).parents[1] / "comity" / "names"
# In this order: what is written into one changes the next.
BUILT: Final = (("hearing.py", ("costs.py", "sounds.py")), ("kernel.py", ("hearing.py",)), ("scoring.py", ("kernel.py",)))


def digest(files: tuple[str, ...]) -> str:
    """Twelve digits for the content of some files."""
    return hashlib.sha256(b"".join((NAMES / file).read_bytes() for file in files)).hexdigest()[:12]


def write() -> None:
    """Brings every `BUILT_ON` up to date."""
    for file, files in BUILT:
        path = NAMES / file
        path.write_text(re.sub(r'^BUILT_ON = "\w*"$', f'BUILT_ON = "{digest(files)}"', path.read_text(), flags=re.MULTILINE))


if __name__ == "__main__":
    write()
