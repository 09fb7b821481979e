"""How a record is found: the bytes of each search key, before the keyed hash. The check builds its keys with the same function."""

from __future__ import annotations

from collections.abc import Callable

from comity.registers.model import Key, Register
from comity.registers.paths import each
from comity.registers.record import Values


def key_bytes(register: int, kind: str, folded: str, issuer: str = "") -> bytes:
    """`<register number>|<kind name>|<folded value>|<issuer code or empty>`, ASCII. `folded`: look-alike characters made one."""
    return f"{register}|{kind}|{folded}|{issuer}".encode("ascii")


def folded(register: Register, key: Key, value: str) -> str:
    """The part of the key that stands for a cleaned value; only its end for a key of the last characters."""
    return register.field(key.field).kind.fold(value)[-key.last :]


def finder(register: Register) -> Callable[[Values], tuple[bytes, ...]]:
    """`search_keys` of one register, made ready for many records."""
    whole = [key for key in register.keys if key.spread is None]
    plain = [_made(register, key) for key in whole if not _repeated(register, key)]
    repeated = [_made(register, key) for key in whole if _repeated(register, key)]
    spread = [key for key in register.keys if key.spread is not None]

    def find(values: Values) -> tuple[bytes, ...]:
        found = [
            f"{start}{fold(values[field])[last:]}|{values[country] if country else ''}".encode("ascii")
            for start, field, country, fold, last in plain
            if field in values and (not country or country in values)
        ]
        for start, field, country, fold, last in repeated:
            for value, code in each(values, field, country):
                if value and (code or not country):
                    found.append(f"{start}{fold(value)[last:]}|{code}".encode("ascii"))
        for key in spread:
            found += _pieces(register, key, values)
        return tuple(found)

    return find


def _pieces(register: Register, key: Key, values: Values) -> list[bytes]:
    """The keys of a description's pieces, each once whatever field it stands in."""
    assert key.spread is not None  # noqa: S101 - asked for such keys alone
    found = {
        piece_bytes(register.number, key.name, piece, code): None
        for name in (key.field, *key.also)
        for value, code in each(values, name, key.country)
        if value and (code or not key.country)
        for piece in key.spread(value)
    }
    return list(found)


def piece_bytes(register: int, name: str, piece: str, code: str = "") -> bytes:
    """As `key_bytes`, of a piece in any script."""
    return f"{register}|{name}|{piece}|{code}".encode()


def _made(register: Register, key: Key) -> tuple[str, str, str, Callable[[str], str], int]:
    return f"{register.number}|{key.name}|", key.field, key.country, register.field(key.field).kind.fold, -key.last


def _repeated(register: Register, key: Key) -> bool:
    top = register.field(key.field.partition(".")[0])
    return bool(top.many or top.parts)


def search_keys(register: Register, values: Values) -> tuple[bytes, ...]:
    """The key bytes of a record, in the declaration's order; a key whose field or country is empty is left out."""
    return finder(register)(values)


def trace_bytes(kind: str, folded: str) -> bytes:
    """What stands for an identifier beside audit entries, before the keyed hash: without register and country.

    So one question of an auditor finds all who asked about it or wrote it, whatever country they named.
    """
    return f"{kind}|{folded}".encode("ascii")


def traces(register: Register, values: Values) -> tuple[bytes, ...]:
    """The traces of a record's identifiers, in the declaration's order."""
    return tuple(
        trace_bytes(key.name, folded(register, key, value))
        for key in register.keys
        if key.spread is None
        for (value,) in each(values, key.field)
        if value
    )


def identity_bytes(register: Register, values: Values) -> bytes:
    """What makes two records of one owner the same: the cleaned values, not folded, since O1 and 01 are two documents.

    Where all identity fields are empty (a vehicle known by its plate alone) the search keys stand in for them.
    """
    parts = ["\x1f".join(value for (value,) in each(values, name)) for name in register.identity]
    if not any(parts):
        parts = [key.decode() for key in search_keys(register, values)]
    return "|".join((str(register.number), "identity", *parts)).encode()
