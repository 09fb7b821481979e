"""What `comity check --about` and the columns of a batch ask about."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.client.checks import BatchItem, Identifier
from comity.edges.cli.check import anything
from comity.edges.cli.check_batch import _KINDS, read
from comity.edges.cli.sentences import Stopped
from comity.search.reading import ASKED


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ("imo=9074729", Identifier("imo", "9074729")),
        ("serial=BXR412:Smith & Wesson", Identifier("serial", "BXR412", "Smith & Wesson")),
        ("vessel-registration = PZ 1234 : XBM", Identifier("vessel_registration", "PZ 1234", "XBM")),
        ("plate=AB?23CD:XBM", Identifier("plate", "AB?23CD", "XBM")),
        ("email=lena@example.org", Identifier("email", "lena@example.org")),
        ("phone=+44 20 7946 0123", Identifier("phone", "+44 20 7946 0123")),
        ("crypto_address=bitcoin:bc1q", Identifier("crypto_address", "bitcoin:bc1q")),
    ],
)
def test_a_kind_a_value_and_what_stands_beside_it(given: str, asked: Identifier) -> None:
    assert anything(given) == asked


@pytest.mark.parametrize("given", ["9074729", "=1", "imo=", "imo= ", ""])
def test_what_names_no_kind_is_refused_with_an_example(given: str) -> None:
    with pytest.raises(Stopped) as stopped:
        anything(given)
    assert "KIND=VALUE" in str(stopped.value)


def test_a_batch_has_a_column_for_every_kind(tmp_path: Path) -> None:
    assert set(_KINDS) == {row.kind for row in ASKED}
    path = tmp_path / "a.csv"
    path.write_text("imo,vessel_name,serial,issuer\n9074729,Lena,,\n,,BXR412,Glock\n", encoding="utf-8")
    assert list(read(path)) == [
        BatchItem((Identifier("imo", "9074729"), Identifier("vessel_name", "Lena"))),
        BatchItem((Identifier("serial", "BXR412", "Glock"),)),
    ]
