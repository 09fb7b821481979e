"""The client works where nothing else of Comity is installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "comity" / "client"


def test_imports_without_the_rest_of_comity(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "comity" / "client", ignore=shutil.ignore_patterns("__pycache__"))
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import comity.client as it; "
        "import comity.client.client; assert it.__file__.startswith(sys.path[0]), it.__file__; "
        "print(sorted(n for n in sys.modules if n.startswith('comity') and n not in ('comity',) and not n.startswith('comity.client')))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
