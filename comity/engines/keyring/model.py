"""What a key is, what may be told of it, and what can go wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from comity.kernel.errors import Unavailable

SECRET_BYTES: Final = 32
PERIOD: Final = re.compile(r"[0-9A-Za-z_-]{0,64}")


MOST_VERSIONS: Final = 255  # what a key made carries its version in one byte


class KeyName(StrEnum):
    """What a key is for. One key never serves two ends. More on each: docs/howto/keys.md.

    name            protects                                 what an older version made             may be destroyed
    audit_month     questions of one month's audit           opens under it for ever               when the questions may go
    audit_probe     finding an identifier in a month's audit is found under every living version   when nobody may find it more
    blob            names of one authority's files           is kept with the file: nothing needs it  after rotation
    checkpoint      signatures under the log's checkpoints   is proved by the public key, kept     after rotation
    clearance       documents cleared of a record            goes on until its end                 when these have ended
    filter          search keys and identities of records    is found under it alone               while no record is there
    filter_signing  signatures under filter files            is trusted until then, built anew     after rotation
    record          the keys of records                      opens; `keys rewrap` seals it anew    when none is under it more
    session         sessions, forms, kept answers and files  goes on until its end                 when these have ended
    token           tokens of systems                        goes on until its end                 when these have ended
    totp            seeds of officers' codes                 opens; `keys rewrap` seals it anew    when none is under it more
    """

    AUDIT_MONTH = "audit_month"
    AUDIT_PROBE = "audit_probe"
    BLOB = "blob"
    CHECKPOINT = "checkpoint"
    CLEARANCE = "clearance"
    FILTER = "filter"
    FILTER_SIGNING = "filter_signing"
    RECORD = "record"
    SESSION = "session"
    TOKEN = "token"  # noqa: S105 - the name of a key, not a secret
    TOTP = "totp"


@dataclass(frozen=True, slots=True)
class Key:
    """One version of a key. `period` is a month (`2026-11`), a pack's holder, or empty.

    Shapes: `secret` 32 random bytes; for the signing keys the Ed25519 seed. The secret is left out of `repr`, hence of any log.
    """

    name: KeyName
    period: str
    version: int
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """What may be told of a key. A destroyed one stays listed, so that its version is never used again."""

    name: KeyName
    period: str
    version: int
    made_at: datetime
    destroyed: bool = False


@dataclass(frozen=True, slots=True)
class Signer:
    """The public half of one version of a signing key, which stays when the secret is destroyed.

    `until`: when a newer version took its place; what it signed later is forged. None for the newest.
    """

    version: int
    public: bytes
    until: datetime | None = None


class KeyGone(Unavailable):
    """This version was destroyed, or was never in this keyring."""

    def __init__(self, name: KeyName, period: str, version: int) -> None:
        where = f" for {period}" if period else ""
        super().__init__(f"Version {version} of the key {name}{where} is not in the keyring: it was destroyed, or never was here.")


class KeyringUnusable(Unavailable):
    """The folder, its passphrase or one of its files is not as it must be. The sentence says what to do."""
