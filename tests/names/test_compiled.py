"""What is compiled is kept until its own file changes: so each file names those that it is built on."""

from __future__ import annotations

import pytest

from comity.names import hearing, kernel, scoring
from tools.compiled import BUILT, digest

MODULES = {"hearing.py": hearing, "kernel.py": kernel, "scoring.py": scoring}


@pytest.mark.parametrize(("file", "files"), BUILT)
def test_a_compiled_file_changes_with_what_it_is_built_on(file: str, files: tuple[str, ...]) -> None:
    """Else an upgraded installation would go on with the loops of the version before."""
    assert digest(files) == MODULES[file].BUILT_ON, "python -m tools.compiled"
