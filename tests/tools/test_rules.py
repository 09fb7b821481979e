"""The page of rules agrees with code, tests and table."""

from __future__ import annotations

from collections import Counter

from tools.rules import PAGE, Evidence, Rule, cited_in, complaints, evidence, named_in, page, table

RULE = Rule("OWN-04", "Ownership", "A hidden record leaves no trace.", "an article", "S", core=True)


def test_ids_are_unique_and_every_row_is_whole() -> None:
    rules = table()
    assert not [name for name, count in Counter(rule.id for rule in rules).items() if count > 1]
    assert all(rule.rule and rule.group and rule.source and rule.seen in "SPMD" for rule in rules)


def test_the_page_code_and_tests_agree() -> None:
    assert complaints(table(), evidence(), PAGE.read_text(encoding="utf-8")) == ()


def test_ids_are_found_in_prose_and_in_test_names() -> None:
    assert cited_in("Never says which (OWN-04); ISO 3779, UTF-8.") == {"OWN-04"}
    prefix = "def "  # split so that this file proves no rule itself
    assert named_in(f"{prefix}test_OWN_04_a_hidden_record_leaves_no_trace(store):\n") == {
        "OWN-04": ("test_OWN_04_a_hidden_record_leaves_no_trace",)
    }


def test_a_rule_that_code_names_and_no_test_proves_is_told() -> None:
    proof = Evidence({"OWN-04": ("comity/a.py",)}, {})
    assert any("no test is named test_OWN_04" in one for one in complaints([RULE], proof, page([RULE], proof)))


def test_an_id_that_the_table_does_not_have_is_told() -> None:
    proof = Evidence({}, {"OWN-99": ("tests/a.py::test_OWN_99_x",)})
    assert any(one.startswith("OWN-99") for one in complaints([RULE], proof, page([RULE], proof)))


def test_a_stale_page_is_told() -> None:
    proof = Evidence({"OWN-04": ("comity/a.py",)}, {"OWN-04": ("tests/a.py::test_OWN_04_x",)})
    assert complaints([RULE], proof, page([RULE], proof)) == ()
    assert complaints([RULE], proof, "") == ("docs/reference/rules.md is stale: python3 run python -m tools.rules",)
