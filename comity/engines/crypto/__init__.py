"""The one door to the package `cryptography`: sealing, signing, keyed hashes. Knows no key of its own and opens no file.

ComityError
└── Unavailable
    └── Tampered   what was sealed does not open: changed, cut, moved to another place, or another key
"""

from comity.engines.crypto.digests import from_passphrase, keyed_hash, same
from comity.engines.crypto.sealing import Sealer, Tampered, seal, seal_once, unseal, unseal_once
from comity.engines.crypto.signing import public_key, sign, signed_by

__all__ = [
    "Sealer",
    "Tampered",
    "from_passphrase",
    "keyed_hash",
    "public_key",
    "same",
    "seal",
    "seal_once",
    "sign",
    "signed_by",
    "unseal",
    "unseal_once",
]
