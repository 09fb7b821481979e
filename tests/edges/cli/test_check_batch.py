"""Files of checks are read whole or named by their line."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.client.checks import BatchItem, Identifier
from comity.edges.cli.check import identifiers
from comity.edges.cli.check_batch import read
from comity.edges.cli.check_shapes import named
from comity.edges.cli.sentences import Stopped


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_column_for_each_kind(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", "\ufeffDocument,issuer,vin,reference\nP1,xbm,,case 1\n,,WVWZZZ1JZXW000001,\n")
    assert list(read(path)) == [
        BatchItem((Identifier("document", "P1", "XBM"),), "case 1"),
        BatchItem((Identifier("vin", "WVWZZZ1JZXW000001"),), ""),
    ]


def test_kind_and_value(tmp_path: Path) -> None:
    path = written(tmp_path, "a.CSV", "kind,value,issuer\nplate,AB 123,XAR\n")
    assert list(read(path)) == [BatchItem((Identifier("plate", "AB 123", "XAR"),))]


def test_json_lines(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", '{"identifiers": [{"kind": "vin", "value": "X"}]}\n\n')
    assert list(read(path)) == [BatchItem((Identifier("vin", "X"),))]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.csv", "document,colour\nP1,red\n", "knows no column 'colour'"),
        ("a.csv", "issuer\nXBM\n", "has no column that says"),
        ("a.csv", "", "has no column that says"),
        ("a.csv", "document\nP1\n\n \n", "line 4: nothing to ask"),
        ("a.csv", 'document\n"P1\n', "unexpected end of data"),
        ("a.jsonl", '{"identifiers": []}\n{"oops"\n', "line 2"),
        ("a.xls", "", "neither .csv nor .jsonl"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(Stopped, match=said.replace("(", r"\(")):
        list(read(written(tmp_path, name, text)))


def test_what_the_options_ask_about() -> None:
    asked = identifiers(["P1:xbm", "P2"], ["V"], ["AB:XAR"], ["E:1"], "P<XAR\nL2")
    assert asked == (
        Identifier("document", "P1", "XBM"), Identifier("document", "P2"), Identifier("vin", "V"), Identifier("plate", "AB", "XAR"),
        Identifier("engine", "E:1"), Identifier("mrz", "P<XAR\nL2"),
    )  # fmt: skip
    assert named(asked[:1]) == "document P1 of XBM"
    assert named(asked[-1:]) == "mrz P<XAR L2"
