"""The filter key that belongs to a database: with any other, every look-up would miss, and nobody would notice.

Source: a keyed hash of a fixed text, kept beside the records; a process compares it before it serves, builds or hashes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from comity.engines.crypto import keyed_hash, same
from comity.engines.keyring import Key, KeyName, Keyring
from comity.kernel.errors import Unavailable

if TYPE_CHECKING:
    from psycopg import AsyncConnection

_PROOF: Final = b"the filter key of this database"
_MINE: Final = "insert into comity.filter_key (version, proof) values (%s, %s) on conflict do nothing"
_ITS: Final = "select version, proof from comity.filter_key"


class OtherFilterKey(Unavailable):
    """The keyring's filter key is not the one that this database's records are found by."""


def proof(key: Key) -> bytes:
    """32 bytes that only the holder of this key can make; they tell nothing of it."""
    return keyed_hash(key.secret, _PROOF)


async def prove(connection: AsyncConnection, keyring: Keyring) -> None:
    """Ties the database to the keyring's filter key at the first start; from then on refuses any other. Raises: OtherFilterKey.

    A rotation of this keyring that the database did not hear of (a crash between the two) is made up for while no record is there.
    """
    key = keyring.key(KeyName.FILTER)
    await connection.execute(_MINE, (key.version, proof(key)))
    row = await (await connection.execute(_ITS)).fetchone()
    version, kept = (int(row[0]), bytes(row[1])) if row else (0, b"")
    if same(kept, proof(key)):
        return
    ours = any(one.version == version and same(kept, proof(one)) for one in keyring.versions(KeyName.FILTER))
    if not ours or not await replaced(connection, key):
        raise OtherFilterKey(
            f"The records of this database are found under version {version} of {'the' if ours else 'another'} filter key: with version "
            f"{key.version} of this keyring every check would miss them. Restore the keyring that belongs to this database from its export."
        )


async def replaced(connection: AsyncConnection, key: Key) -> bool:
    """Makes this the database's filter key; False, and nothing done, where records are there."""
    row = await (await connection.execute("select registers.replace_filter_key(%s::smallint, %s)", (key.version, proof(key)))).fetchone()
    return bool(row and row[0])
