"""The command line reaches every endpoint of the API, through the client that everybody has."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from comity.client.endpoints import Endpoint

COMITY = Path(__file__).resolve().parents[3] / "comity"
CLIENT = COMITY / "client"
PARTS = {"Client", "Asking", "Following", "Keeping", "Overseeing"}
COMMANDS = COMITY / "edges" / "cli"
# Not for people at a terminal.
LEFT_OUT = {
    "LOAD": "`comity load` uses LOAD_START, which takes any size; this is the short form for programs",
    "OPENAPI": "the description of the API is read by programs; any HTTP client fetches it",
    "PROBLEM_TYPE": "a refusal is told in its own sentence; the address of its type is for programs",
}


def methods() -> dict[str, ast.FunctionDef]:
    trees = [ast.parse(path.read_text("utf-8")) for path in sorted(CLIENT.glob("*.py"))]
    parts = [node for tree in trees for node in tree.body if isinstance(node, ast.ClassDef) and node.name in PARTS]
    assert {part.name for part in parts} == PARTS
    return {node.name: node for part in parts for node in part.body if isinstance(node, ast.FunctionDef)}


def reached(name: str, known: dict[str, ast.FunctionDef], seen: frozenset[str] = frozenset()) -> set[str]:
    """The endpoints that a method of the client calls, by itself or through another."""
    text = ast.unparse(known[name])
    others = set(re.findall(r"self\.(\w+)\(", text)) & known.keys() - seen - {name}
    return set(re.findall(r"Endpoint\.([A-Z_]+)", text)).union(*(reached(other, known, seen | {name}) for other in others))


def called() -> set[str]:
    """What the commands use of the client, which they name `server` or call."""
    trees = [ast.parse(path.read_text("utf-8")) for path in sorted(COMMANDS.glob("*.py"))]
    used = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    return {node.attr for node in used if ast.unparse(node.value) in ("server", "client()", "client('')", "api")}


def test_each_endpoint_has_its_command() -> None:
    known = methods()
    public = {name for name in known if not name.startswith("_")}
    covered = set().union(*(reached(name, known) for name in public & called()))
    assert {endpoint.name for endpoint in Endpoint} - covered == set(LEFT_OUT)


def test_who_is_left_out_is_called_by_no_command() -> None:
    known = methods()
    left = {name for name in known if not name.startswith("_") and reached(name, known) & LEFT_OUT.keys()}
    assert left
    assert not left & called()
