"""Whatever goes wrong is told in sentences."""

from __future__ import annotations

import errno

import pytest

from comity.client import errors as api
from comity.client.errors import Fault as ApiFault
from comity.client.errors import Problem
from comity.edges.cli.sentences import Stopped, lines
from comity.kernel.errors import Absent, Fault, Invalid, Refused, Unavailable

FAULT = Fault("number", "empty", "There is no number.", "1 to 20 letters")


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (Refused("PUR-04", "Not for this.", "the owner"), ["comity: Refused under PUR-04: Not for this.", "Who can grant it: the owner."]),
        (
            api.Refused("", Problem(detail="Not for this.", rule="PUR-04", granted_by="the owner")),
            ["comity: Refused under PUR-04: Not for this.", "Who can grant it: the owner."],
        ),
        (Invalid(FAULT), ["comity: This was not accepted:", "  number: There is no number. Accepted: 1 to 20 letters"]),
        (
            api.Invalid("", Problem(detail="x", faults=(ApiFault("number", "empty", "There is no number.", "1 to 20 letters"),))),
            ["comity: This was not accepted:", "  number: There is no number. Accepted: 1 to 20 letters"],
        ),
        (Unavailable("the database is away", "checks"), ["comity: The database is away.", "What still works, or helps: checks"]),
        (api.Unavailable("", Problem(detail="Away.", still_works="checks")), ["comity: Away.", "What still works, or helps: checks"]),
        (api.Absent("x"), ["comity: There is no such thing here for you."]),
        (Absent(), ["comity: There is no such thing here."]),
        (api.TooFast("", Problem(retry_after=7)), ["comity: Too many requests. Come back in 7 s."]),
        (Stopped("This.", "Do that."), ["comity: This.", "Do that."]),
        (OSError(errno.ENOSPC, "No space left on device"), ["comity: no room left on the disk."]),
        (FileNotFoundError(errno.ENOENT, "No such file or directory", "x.csv"), ["comity: x.csv: no such file or directory."]),
    ],
)
def test_each_has_its_sentences(problem: Exception, told: list[str]) -> None:
    assert lines(problem) == told


def test_what_several_columns_accept_is_said_once_with_a_way_on() -> None:
    faults = [Fault(name, "unknown_column", "The register has no such column.", "number, issuer") for name in ("kind", "why")]
    assert lines(Invalid(*faults))[1:] == [
        "  kind: The register has no such column.",
        "  why: The register has no such column. Accepted: number, issuer",
        "Columns of other names are told with a mapping: comity mapping look REGISTER FILE",
    ]


def test_a_port_in_use_says_what_to_do() -> None:
    assert "--port" in lines(OSError(errno.EADDRINUSE, "Address already in use"))[0]


def test_a_mistake_of_ours_is_said_as_such() -> None:
    told = lines(KeyError("x" * 1000))
    assert told[0].startswith("comity: Comity made a mistake: KeyError")
    assert len(told[0]) < 500
    assert "Traceback" not in "".join(told)
