"""Ed25519 signatures (RFC 8032). A key is its 32-byte seed."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


def sign(seed: bytes, message: bytes) -> bytes:
    """The signature of a message. Shapes: `seed` 32 bytes, signature 64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def public_key(seed: bytes) -> bytes:
    """The 32 bytes by which others check the signatures of this seed."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def signed_by(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the holder of the key signed this message. False for anything malformed."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
