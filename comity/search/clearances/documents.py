"""The document of a clearance: read from what a check asked, kept as a keyed hash alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from comity.engines.crypto import keyed_hash
from comity.engines.keyring import KeyName, Keyring
from comity.kernel.badvalue import BadValue
from comity.search.clearances.model import OneDocument
from comity.search.model import Identifier
from comity.search.oversight import Asked
from comity.search.persons.countries import Countries
from comity.search.planned import Plan
from comity.search.reading import READERS, Read

KIND: Final = "document_number"
_KINDS: Final = frozenset({"document", KIND, "mrz"})


def of_plan(plan: Plan) -> tuple[OneDocument, ...]:
    """The documents that a check asks about, each with its issuer; one without an issuer might be anybody's."""
    return tuple(dict.fromkeys(OneDocument(one.value, one.issuer) for one in plan.sought if one.kind == KIND and one.issuer))


def of_question(asked: Asked, countries: Countries) -> tuple[OneDocument, ...]:
    """The same from the question that the audit keeps, as it was typed."""
    typed = {kind: value for kind, value, _ in asked.identifiers if kind.startswith("person.")}
    given = [Identifier(kind, value, issuer) for kind, value, issuer in asked.identifiers if kind in _KINDS]
    if "person.document" in typed:
        issuer = typed.get("person.issuer", "").strip()
        given.append(Identifier("document", typed["person.document"], countries.named(issuer) or issuer))
    return tuple(dict.fromkeys(OneDocument(read.value, read.issuer) for one in given for read in _read(one) if read.issuer))


def typed(number: str, issuer: str, countries: Countries) -> OneDocument | None:
    """A document as an officer types it; None where it is none, or has no issuer."""
    read = tuple(_read(Identifier("document", number, countries.named(issuer) or issuer.strip())))
    return OneDocument(read[0].value, read[0].issuer) if read and read[0].issuer else None


def _read(identifier: Identifier) -> Iterable[Read]:
    try:
        return tuple(READERS[identifier.kind](identifier))
    except BadValue:
        return ()


def hashed(keyring: Keyring, document: OneDocument) -> bytes:
    """The hash that a new clearance keeps. Shape: 32 bytes."""
    return keyed_hash(keyring.key(KeyName.CLEARANCE).secret, _bytes(document))


def hashes(keyring: Keyring, document: OneDocument) -> tuple[bytes, ...]:
    """Its hashes under every living version of the key: a clearance given before a rotation holds until its end. Cost: 2 us."""
    return tuple(keyed_hash(version.secret, _bytes(document)) for version in keyring.versions(KeyName.CLEARANCE))


def _bytes(document: OneDocument) -> bytes:
    return f"{document.number}|{document.issuer}".encode()
