"""An answer becomes the error that says what a caller does about it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from comity.client import errors
from comity.client.errors import raised
from comity.client.people import SignedIn
from comity.client.tokens import IssuedToken


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.Invalid), (401, errors.SignInFirst), (403, errors.Refused), (404, errors.Absent), (409, errors.Clash),
        (413, errors.Invalid), (422, errors.Invalid), (429, errors.TooFast), (500, errors.ServerFailed), (502, errors.ServerFailed),
        (503, errors.Unavailable), (418, errors.ServerFailed),
    ],
)  # fmt: skip
def test_each_status_has_its_class(status: int, kind: type[errors.ApiError]) -> None:
    assert type(raised(status, b"{}")) is kind


def test_a_refusal_keeps_the_rule_and_who_can_grant_it() -> None:
    body = {"type": "/problems/refused", "status": 403, "detail": "Not from here.", "rule": "PUR-04", "granted_by": "the owner"}
    error = raised(403, json.dumps(body).encode())
    assert isinstance(error, errors.Refused)
    assert (str(error), error.rule, error.granted_by) == ("Not from here.", "PUR-04", "the owner")


def test_faults_are_all_there() -> None:
    faults = [{"field": "a", "code": "x", "sentence": "No.", "accepted": "yes"}, {"field": "b", "code": "y", "sentence": "Nor."}]
    error = raised(422, json.dumps({"status": 422, "title": "Bad", "faults": faults}).encode())
    assert isinstance(error, errors.Invalid)
    assert [fault.field for fault in error.faults] == ["a", "b"]


def test_a_page_of_a_proxy_is_not_shown() -> None:
    error = raised(502, b"<html><script>alert(1)</script></html>")
    assert str(error) == "The server answered 502."


def test_no_repr_holds_a_token() -> None:
    at = datetime(2026, 11, 21, tzinfo=UTC)
    assert "secret" not in repr(SignedIn("secret", "A", "B", (), at)) + repr(IssuedToken(1, "secret", at))
