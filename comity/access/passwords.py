"""Passwords as Argon2id hashes (RFC 9106), verified off the event loop, a few at a time."""

from __future__ import annotations

import asyncio
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from comity.access.settings import PasswordCost

# More than anybody types. What is longer is wrong, and is not let into the kernel of the hash.
LONGEST: Final = 1024


class Passwords:
    """Hashes and verifies. Cost: `cost.memory_kib` for each that runs at once, hence `at_once`."""

    def __init__(self, cost: PasswordCost, at_once: int) -> None:
        self._hasher = PasswordHasher(time_cost=cost.rounds, memory_cost=cost.memory_kib, parallelism=cost.lanes)
        self._turns = asyncio.Semaphore(at_once)
        # Verified where there is no such officer, so that the answer takes as long. Nobody's password: it fits only itself.
        self._nobody = self._hasher.hash("nobody")

    def hashed(self, password: str) -> str:
        """The text to store: parameters, salt and hash."""
        return self._hasher.hash(password)

    async def holds(self, stored: str | None, given: str) -> bool:
        """Whether the password fits. False, after the same time, where nothing is stored."""
        async with self._turns:
            fits = await asyncio.to_thread(self._verify, stored or self._nobody, given[:LONGEST])
        return fits and stored is not None and len(given) <= LONGEST

    def _verify(self, stored: str, given: str) -> bool:
        try:
            return self._hasher.verify(stored, given.encode(errors="surrogatepass"))
        except (VerificationError, InvalidHashError):
            return False
