"""What jobs count is said in words."""

import ast

import msgspec

from comity.edges.web.catalogue import PACKAGE
from comity.edges.web.pages.jobs import COUNTED
from comity.registers.lists import doing
from comity.registers.loading.model import Counts
from comity.search.lists.answers import Tally


def test_every_count_of_a_job_has_its_word() -> None:
    told = {field.name for kind in (Counts, Tally) for field in msgspec.structs.fields(kind)} | {doing.DONE, doing.REFUSED}
    tree = ast.parse((PACKAGE / "registers" / "lists" / "export.py").read_text(encoding="utf-8"))
    kept = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "keep"
    ]
    written = {
        key.value for call in kept for part in call.args if isinstance(part, ast.Dict) for key in part.keys if isinstance(key, ast.Constant)
    }
    assert written
    assert {str(name) for name in told | written} <= set(COUNTED)
