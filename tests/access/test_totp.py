"""One-time codes against the vectors of RFC 6238, appendix B (and its errata: the longer seeds) and RFC 4226, appendix D."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.access.totp import code, folded, matching_step, step_at, uri

ASCII_SEED = b"12345678901234567890"
SEEDS = {
    "sha1": ASCII_SEED,
    "sha256": b"12345678901234567890123456789012",
    "sha512": b"1234567890123456789012345678901234567890123456789012345678901234",
}
VECTORS = [
    (59, "94287082", "46119246", "90693936"),
    (1111111109, "07081804", "68084774", "25091201"),
    (1111111111, "14050471", "67062674", "99943326"),
    (1234567890, "89005924", "91819424", "93441116"),
    (2000000000, "69279037", "90698825", "38618901"),
    (20000000000, "65353130", "77737706", "47863826"),
]
RFC_4226 = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"]


@pytest.mark.parametrize(("seconds", "sha1", "sha256", "sha512"), VECTORS)
def test_vectors_of_rfc_6238(seconds: int, sha1: str, sha256: str, sha512: str):
    step = step_at(datetime.fromtimestamp(seconds, UTC))
    assert [code(SEEDS[name], step, 8, name) for name in SEEDS] == [sha1, sha256, sha512]


@pytest.mark.parametrize(("counter", "expected"), list(enumerate(RFC_4226)))
def test_vectors_of_rfc_4226(counter: int, expected: str):
    assert code(ASCII_SEED, counter) == expected


def test_a_step_before_and_after_are_accepted_and_no_other():
    for drift, accepted in ((-2, False), (-1, True), (0, True), (1, True), (2, False)):
        assert matching_step(ASCII_SEED, code(ASCII_SEED, 1000 + drift), 1000, 0) == (1000 + drift if accepted else 0)


@given(st.integers(2, 2**40), st.integers(-1, 1))
def test_a_used_code_and_all_before_it_are_spent(now: int, drift: int):
    step = matching_step(ASCII_SEED, code(ASCII_SEED, now + drift), now, 0)
    assert step >= now + drift  # two steps of a window may share a code: the later one is spent
    assert matching_step(ASCII_SEED, code(ASCII_SEED, now + drift), now, step) == 0


@pytest.mark.parametrize("typed", ["755 224", "٧٥٥٢٢٤", "۷۵۵۲۲۴", "\u2007755224 "])
def test_digits_of_any_script_and_spaces_are_read(typed: str):
    assert folded(typed) == "755224"


@given(st.text())
def test_whatever_is_typed_is_no_error(typed: str):
    assert matching_step(ASCII_SEED, typed, 5, 0) in (0, 4, 5, 6)


def test_the_address_for_authenticator_apps_is_escaped():
    assert uri(ASCII_SEED, "i.toren", "Union & Peace") == (
        "otpauth://totp/Union%20%26%20Peace%3Ai.toren?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Union%20%26%20Peace&digits=6&period=30"
    )
