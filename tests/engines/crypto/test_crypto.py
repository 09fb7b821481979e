"""Sealing, signing and keyed hashes: published vectors, and that nothing changed ever opens."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.engines import crypto
from comity.kernel.errors import Unavailable

KEY = bytes(range(32))


@given(st.binary(max_size=200), st.binary(max_size=40))
def test_what_is_sealed_opens_with_the_same_key_and_place(plain: bytes, place: bytes) -> None:
    assert crypto.unseal(KEY, crypto.seal(KEY, plain, place), place) == plain
    assert crypto.unseal_once(KEY, crypto.seal_once(KEY, plain, place), place) == plain


@given(st.binary(max_size=40), st.data())
def test_one_changed_bit_anywhere_is_found(plain: bytes, data: st.DataObject) -> None:
    for seal, unseal in ((crypto.seal, crypto.unseal), (crypto.seal_once, crypto.unseal_once)):
        sealed = bytearray(seal(KEY, plain, b"record"))
        sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
        with pytest.raises(crypto.Tampered):
            unseal(KEY, bytes(sealed), b"record")


@pytest.mark.parametrize("unseal", [crypto.unseal, crypto.unseal_once])
@pytest.mark.parametrize("sealed", [b"", b"short", bytes(27), bytes(28)])
def test_what_was_never_sealed_does_not_open(unseal: object, sealed: bytes) -> None:
    with pytest.raises(crypto.Tampered):
        unseal(KEY, sealed, b"")  # type: ignore[operator]


def test_another_place_or_another_key_does_not_open() -> None:
    sealed = crypto.seal(KEY, b"plain", b"one")
    for key, place in ((KEY, b"other"), (bytes(32), b"one")):
        with pytest.raises(crypto.Tampered) as caught:
            crypto.unseal(key, sealed, place)
        assert isinstance(caught.value, Unavailable)
        assert "plain" not in str(caught.value)


def test_two_seals_of_the_same_value_differ() -> None:
    assert crypto.seal(KEY, b"plain", b"") != crypto.seal(KEY, b"plain", b"")


def test_aes_256_gcm_vector() -> None:
    """McGrew and Viega, The Galois/Counter Mode of Operation, test cases 13 and 14 (zero key, zero nonce)."""
    assert crypto.seal_once(bytes(32), b"", b"").hex() == "530f8afbc74536b9a963b4f1c4cb738b"
    assert crypto.seal_once(bytes(32), bytes(16), b"").hex() == "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"


def test_ed25519_vector() -> None:
    """RFC 8032, 7.1, test 2."""
    seed = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert crypto.public_key(seed) == public
    assert crypto.sign(seed, b"\x72").hex() == signature
    assert crypto.signed_by(public, b"\x72", bytes.fromhex(signature))


@pytest.mark.parametrize(
    ("public", "message", "signature"),
    [(b"", b"m", bytes(64)), (bytes(31), b"m", bytes(64)), (crypto.public_key(KEY), b"m", b""), (crypto.public_key(KEY), b"m", bytes(64))],
)
def test_malformed_signatures_are_no_signatures(public: bytes, message: bytes, signature: bytes) -> None:
    assert not crypto.signed_by(public, message, signature)


@given(st.binary(max_size=50))
def test_a_signature_holds_for_its_message_and_key_only(message: bytes) -> None:
    signature = crypto.sign(KEY, message)
    assert crypto.signed_by(crypto.public_key(KEY), message, signature)
    assert not crypto.signed_by(crypto.public_key(KEY), message + b".", signature)
    assert not crypto.signed_by(crypto.public_key(bytes(32)), message, signature)


def test_hmac_sha256_vector() -> None:
    """RFC 4231, 4.3, test case 2."""
    assert (
        crypto.keyed_hash(b"Jefe", b"what do ya want for nothing?").hex()
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )


def test_comparison() -> None:
    assert crypto.same(b"a", b"a")
    assert not crypto.same(b"a", b"b")
    assert not crypto.same(b"a", b"aa")


@settings(max_examples=3, deadline=None)
@given(st.binary(max_size=20))
def test_a_passphrase_gives_one_key_per_salt(passphrase: bytes) -> None:
    assert crypto.from_passphrase(passphrase, bytes(16)) == crypto.from_passphrase(passphrase, bytes(16))
    assert crypto.from_passphrase(passphrase, bytes(16)) != crypto.from_passphrase(passphrase, KEY[:16])
