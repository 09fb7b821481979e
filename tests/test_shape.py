"""The shape of the code: small files, small functions, every package in the layers, no exception to the contracts."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted(path for path in (ROOT / "comity").rglob("*.py") if not {"migrations", "__pycache__"} & set(path.parts))
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
LONGEST_FILE = 500
LONGEST_FUNCTION = 60


def called(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def code_lines(text: str, node: ast.Module | ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines that are not blank, comment or docstring."""
    first, last = (1, len(text.splitlines())) if isinstance(node, ast.Module) else (node.lineno, node.end_lineno or node.lineno)
    documented: set[int] = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and ast.get_docstring(inner) is not None:
            documented.update(range(inner.body[0].lineno, (inner.body[0].end_lineno or 0) + 1))
    lines = enumerate(text.splitlines(), start=1)
    return sum(1 for n, line in lines if first <= n <= last and n not in documented and line.strip() and not line.strip().startswith("#"))


@pytest.mark.parametrize("path", FILES, ids=called)
def test_a_file_says_what_it_is_for_and_stays_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert ast.get_docstring(tree), f"{called(path)} has no docstring"
    assert code_lines(text, tree) <= LONGEST_FILE
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert code_lines(text, node) <= LONGEST_FUNCTION, f"{called(path)}: {node.name}"


@pytest.mark.parametrize("path", FILES, ids=called)
def test_every_exception_to_a_lint_rule_says_why(path: Path) -> None:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if found := re.search(r"# noqa(.*)$", line):
            assert re.fullmatch(r": [A-Z]+\d+(, ?[A-Z]+\d+)*\s+[-#(].*\w{3}.*", found[1]), f"{called(path)}:{number} gives no reason"


def test_every_package_stands_in_the_layers() -> None:
    layers = " ".join(next(contract for contract in CONTRACTS if contract["id"] == "layers")["layers"])
    named = set(re.findall(r"comity\.[\w.]+", layers))
    for folder in (ROOT / "comity", ROOT / "comity" / "edges"):
        for path in folder.iterdir():
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            is_code = path.suffix == ".py" or (path.is_dir() and any(path.rglob("*.py")))
            if is_code and path.stem not in {"__init__", "edges", "__pycache__"}:
                assert module in named, f"{module} is in no layer (pyproject.toml)"


def test_contracts_have_no_exceptions() -> None:
    for contract in CONTRACTS:
        assert not {"ignore_imports", "skip_descendants", "exhaustive_ignores"} & set(contract), contract["name"]
