"""The forms of the files of a keyring: one per key version, a heading, and the sealed export."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from comity.engines import crypto
from comity.engines.keyring.model import Key, KeyFacts, KeyName, KeyringUnusable, Signer

HEADING: Final = "keyring.json"
SIGNING: Final = frozenset({KeyName.CHECKPOINT, KeyName.FILTER_SIGNING})
_PROOF: Final = b"the passphrase of this keyring"
_EXPORT: Final = b"comity keyring export 1\n"
_SALT_BYTES: Final = 16
_PUBLIC: Final = b"public|"


class Heading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Says whether a passphrase protects the folder. `proof` opens with the right one only."""

    form: int = 1
    salt: bytes = b""
    proof: bytes = b""


class KeyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One version of one key. `secret` is plain or sealed, as the heading says; empty once destroyed.

    `public`, sealed likewise: what stays of a signing key when its secret is destroyed, so that its signatures can still be proved.
    """

    name: KeyName
    period: str
    version: int
    made_at: datetime
    secret: bytes
    public: bytes = b""

    @property
    def file_name(self) -> str:
        """`name.period.version.key`: one file a version, so that destroying one rewrites no other."""
        return f"{self.name}.{self.period}.{self.version}.key"

    @property
    def bound_to(self) -> bytes:
        """A sealed secret opens under its own name only: files cannot be swapped."""
        return self.file_name.encode()

    @property
    def facts(self) -> KeyFacts:
        """What may be shown of it: everything but the secret."""
        return KeyFacts(self.name, self.period, self.version, self.made_at, destroyed=not self.secret)


class _Export(msgspec.Struct, frozen=True):
    keys: tuple[KeyFile, ...]


def fresh_heading(passphrase: bytes | None) -> tuple[Heading, bytes | None]:
    """A new heading, and the key that it seals secrets with (none without a passphrase)."""
    if passphrase is None:
        return Heading(), None
    salt = os.urandom(_SALT_BYTES)
    lock = crypto.from_passphrase(passphrase, salt)
    return Heading(salt=salt, proof=crypto.seal(lock, b"", _PROOF)), lock


def lock_of(heading: Heading, passphrase: bytes | None) -> bytes | None:
    """The key that seals the secrets of a folder with this heading.

    Raises: KeyringUnusable, where the passphrase is missing, wrong, or one is given to a keyring that has none.
    """
    if not heading.salt:
        if passphrase is not None:
            raise KeyringUnusable("This keyring has no passphrase, but one is set. Export it and restore it with the passphrase.")
        return None
    if passphrase is None:
        raise KeyringUnusable("This keyring is protected by a passphrase, and none is set.")
    lock = crypto.from_passphrase(passphrase, heading.salt)
    try:
        crypto.unseal(lock, heading.proof, _PROOF)
    except crypto.Tampered:
        raise KeyringUnusable("The passphrase of the keyring is wrong.") from None
    return lock


def closed(file: KeyFile, lock: bytes | None) -> KeyFile:
    """The form that lies on disk: sealed where there is a passphrase. A destroyed key has no secret to seal."""
    if lock is None:
        return file
    secret = file.secret and crypto.seal(lock, file.secret, file.bound_to)
    public = file.public and crypto.seal(lock, file.public, _PUBLIC + file.bound_to)
    return msgspec.structs.replace(file, secret=secret, public=public)


def opened(file: KeyFile, lock: bytes | None) -> KeyFile:
    """The form with its plain secret.

    Raises: KeyringUnusable, where the file was changed.
    """
    if lock is None:
        return file
    try:
        secret = file.secret and crypto.unseal(lock, file.secret, file.bound_to)
        public = file.public and crypto.unseal(lock, file.public, _PUBLIC + file.bound_to)
        return msgspec.structs.replace(file, secret=secret, public=public)
    except crypto.Tampered:
        raise KeyringUnusable(f"The key file {file.file_name} was changed. Restore the keyring from its export.") from None


def decoded(content: bytes, file_name: str) -> KeyFile:
    """One key file from its bytes.

    Raises: KeyringUnusable, where it is torn or lies under another's name.
    """
    try:
        file = msgspec.json.decode(content, type=KeyFile)
    except (msgspec.DecodeError, ValueError):
        raise KeyringUnusable(f"The key file {file_name} is damaged. Restore the keyring from its export.") from None
    if file.file_name != file_name:
        raise KeyringUnusable(f"The key file {file_name} holds another key. Restore the keyring from its export.")
    return file


def destroyed(file: KeyFile) -> KeyFile:
    """The form without its secret; a signing key leaves its public half."""
    public = crypto.public_key(file.secret) if file.name in SIGNING else b""
    return msgspec.structs.replace(file, secret=b"", public=public)


def signers(versions: Sequence[KeyFile]) -> tuple[Signer, ...]:
    """The public halves of all versions of a signing key, oldest first. One destroyed before it could leave its own has none."""
    until = [*(later.made_at for later in versions[1:]), None][: len(versions)]  # none at all before the first key is made
    publics = [file.public or (crypto.public_key(file.secret) if file.secret else b"") for file in versions]
    return tuple(Signer(file.version, public, end) for file, public, end in zip(versions, publics, until, strict=True) if public)


def as_key(file: KeyFile) -> Key:
    """The key with its secret, opened before; a destroyed one has none."""
    return Key(file.name, file.period, file.version, file.secret)


def sealed_export(keys: tuple[KeyFile, ...], passphrase: bytes) -> bytes:
    """Every key in one file for safekeeping, sealed under a passphrase of its own."""
    salt = os.urandom(_SALT_BYTES)
    lock = crypto.from_passphrase(passphrase, salt)
    return _EXPORT + salt + crypto.seal(lock, msgspec.json.encode(_Export(keys)), _EXPORT)


def opened_export(sealed: bytes, passphrase: bytes) -> tuple[KeyFile, ...]:
    """What `sealed_export` was given.

    Raises: KeyringUnusable, where it is no export, was changed, or the passphrase is wrong.
    """
    if not sealed.startswith(_EXPORT):
        raise KeyringUnusable("This file is no export of a keyring.")
    salt, body = sealed[len(_EXPORT) :][:_SALT_BYTES], sealed[len(_EXPORT) + _SALT_BYTES :]
    try:
        plain = crypto.unseal(crypto.from_passphrase(passphrase, salt), body, _EXPORT)
    except crypto.Tampered:
        raise KeyringUnusable("The export does not open: the passphrase is wrong, or the file was changed.") from None
    return msgspec.json.decode(plain, type=_Export).keys
