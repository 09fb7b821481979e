"""The memo of tokens for the hot path: a dictionary look-up, never older than a second.

Rights have a revision number in the database, counted up by every change of a token, system, unit, bureau or authority. `run` asks for
it each `token_poll_s`; where it moved, what is remembered is read anew. Where it could not be asked for longer than `token_trust_s`,
`get` remembers nothing and `find` asks the database: so a revoked token is honoured for less than a second, whatever happens.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

from comity.access import credentials, store
from comity.access.entries import Means
from comity.access.model import TokenFacts
from comity.engines.keyring import KeyName
from comity.engines.store import NOBODY
from comity.kernel.errors import Unavailable

_MOST_UNKNOWN: Final = 10_000


@dataclass(frozen=True, slots=True)
class _Remembered:
    hash: bytes
    facts: TokenFacts


class TokenCache:
    """One for each process. Start `run` as a task."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._known: dict[str, _Remembered] = {}
        self._unknown: set[str] = set()
        self._revision = -1
        self._living: frozenset[int] = frozenset()  # versions of the key of tokens
        self._checked_at = float("-inf")

    def get(self, token: str) -> TokenFacts | None:
        """What is remembered of a token in force; None also where nothing is known: then `find` it. Cost: under a microsecond."""
        remembered = self._known.get(token)
        if remembered is None or not self._fresh() or remembered.facts.expires <= self._means.clock.now():
            return None
        return remembered.facts

    async def find(self, token: str) -> TokenFacts | None:
        """What the token allows now, from the memo or the database. None where it is not in force, and never a word why.

        Raises: Unavailable.
        """
        if found := self.get(token):
            return found
        if token in self._unknown and self._fresh():
            return None
        token_hash = credentials.hash_of(self._means.keyring, KeyName.TOKEN, token)
        if token_hash is None:
            return None
        if not self._fresh():
            await self.refresh()
        asked_at = self._revision
        async with self._means.store.transaction(NOBODY) as connection:
            rows = await store.tokens_by_hash(connection, [token_hash])
        if rows:
            return self._keep(token, rows[0])
        if asked_at == self._revision:  # else it may have been issued meanwhile
            self._keep_out(token)
        return None

    def _keep(self, token: str, row: store.TokenRow) -> TokenFacts | None:
        facts = row.facts()
        if row.revision == self._revision:  # else something changed meanwhile: the next refresh must not miss it
            self._known[token] = _Remembered(row.hash, facts)
        return facts if facts.expires > self._means.clock.now() else None

    def _keep_out(self, token: str) -> None:
        if len(self._unknown) >= _MOST_UNKNOWN:
            self._unknown.clear()
        self._unknown.add(token)

    async def refresh(self) -> None:
        """Asks for the revision, and reads what is remembered anew where it moved. Raises: Unavailable."""
        asked_at = self._means.clock.monotonic()
        async with self._means.store.transaction(NOBODY) as connection:
            revision = await store.revision(connection)
            if revision != self._revision:
                rows = {row.hash: row for row in await store.tokens_by_hash(connection, [one.hash for one in self._known.values()])}
                known = {token: rows[one.hash] for token, one in self._known.items() if one.hash in rows}
                self._known = {token: _Remembered(row.hash, row.facts()) for token, row in known.items()}
                self._unknown.clear()
                self._revision = revision
        self._forget_destroyed()
        self._checked_at = asked_at

    def _forget_destroyed(self) -> None:
        """Tokens made under a version of the key that was destroyed end with it, here too."""
        living = frozenset(key.version for key in self._means.keyring.versions(KeyName.TOKEN))
        if living != self._living:
            keyring = self._means.keyring
            self._known = {
                token: one for token, one in self._known.items() if credentials.hash_of(keyring, KeyName.TOKEN, token) == one.hash
            }
            self._living = living

    async def run(self) -> None:
        """Refreshes until cancelled. While the database is away nothing is honoured from memory."""
        while True:
            try:
                await self.refresh()
            except Unavailable:
                self._checked_at = float("-inf")
            await asyncio.sleep(self._means.settings.token_poll_s)

    def _fresh(self) -> bool:
        return self._means.clock.monotonic() - self._checked_at <= self._means.settings.token_trust_s
