"""Signing in. Whoever fails learns only that it failed: not whether login, password, code or account was at fault.

Every attempt takes the same steps in the same order, whoever it is about: two buckets, one look-up, one Argon2id, three codes,
one statement that spends a code, one audit entry. Guessing is slowed for the login and for the address; nobody is locked out for good.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final

import psycopg

from comity.access import credentials, limits, store, totp
from comity.access.entries import UNKNOWN, Actor, Means, entry
from comity.access.limits import RateLimit
from comity.access.model import Decision, Session
from comity.access.passwords import Passwords
from comity.audit import Act
from comity.engines.keyring import KeyName
from comity.engines.store import NOBODY

LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
_LONGEST_KEPT: Final = 200  # characters of a login that fits nobody, as the sealed part of its audit entry
_NO_SEED: Final = bytes(totp.SEED_BYTES)

SIGNED_IN: Final = Decision(True, "ACC-08", "Signed in.")
NOT_SIGNED_IN: Final = Decision(
    False,
    "ACC-08",
    "The login, the password and the code do not fit together, or the account is closed.",
    "the security officer of your bureau",
)
TOO_FAST: Final = Decision(False, "ACC-08", "Too many attempts.")
NO_DEMO: Final = Decision(False, "ACC-08", "This installation is not a demonstration.")


@dataclass(frozen=True, slots=True)
class PasswordAndCode:
    """The first way of showing who one is."""

    login: str
    password: str = field(repr=False)
    code: str = field(repr=False)


# Passkeys, OpenID Connect and certificates of the connection join here as values; `SignIn.sign_in` gets a branch for each.
Method = PasswordAndCode


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`token` goes into the browser's cookie and is nowhere else; it is shown once."""

    token: str = field(repr=False)
    session: Session


SignInResult = SignedIn | RateLimit | Decision


class SignIn:
    """The door for officers. `demo=True` alone opens `sign_in_demo`."""

    def __init__(self, means: Means, *, demo: bool = False) -> None:
        self._means = means
        self._demo = demo
        self._passwords = Passwords(means.settings.password_cost, means.settings.passwords_at_once)

    async def sign_in(self, method: Method, address: str) -> SignInResult:
        """A session, a wait, or one refusal for whatever was wrong. `address`: where the request came from.

        Raises: Unavailable.
        """
        login = method.login.strip().lower()
        known = login if LOGIN.fullmatch(login) else ""
        async with self._means.store.transaction(NOBODY) as connection:
            slowed = await self._slowed(connection, login, address)
            row = None if slowed else await store.officer_by_login(connection, known)
        if slowed:
            return slowed
        step = await self._proved(row, known, method)
        async with self._means.store.transaction(NOBODY) as connection:
            spent = await store.spend_code(connection, row.number if row else 0, step)
            actor = Actor(row.authority, row.bureau, officer=row.number) if row else UNKNOWN
            signed_in = await self._opened(connection, row.number, demo=False) if row and spent and step else None
            await self._note(connection, actor, SIGNED_IN if signed_in else NOT_SIGNED_IN, "sign-in: password and code", login)
            if signed_in:
                await store.refill(connection, limits.bucket_key(self._means.keyring, "login", login))
        return signed_in or NOT_SIGNED_IN

    async def sign_in_demo(self, login: str) -> SignedIn | Decision:
        """A session without any proof, for the synthetic officers of a demonstration. Refuses in every other installation."""
        async with self._means.store.transaction(NOBODY) as connection:
            row = await store.officer_by_login(connection, login) if self._demo and LOGIN.fullmatch(login) else None
            actor = Actor(row.authority, row.bureau, officer=row.number) if row else UNKNOWN
            signed_in = await self._opened(connection, row.number, demo=True) if row else None
            refusal = NOT_SIGNED_IN if self._demo else NO_DEMO
            await self._note(connection, actor, SIGNED_IN if signed_in else refusal, "sign-in: demonstration", login)
        return signed_in or refusal

    async def _slowed(self, connection: psycopg.AsyncConnection, login: str, address: str) -> RateLimit | None:
        """Both buckets are asked each time, so that the wait of one tells nothing of the other."""
        means, settings = self._means, self._means.settings
        of_address = limits.bucket_key(means.keyring, "address", address)
        of_login = limits.bucket_key(means.keyring, "login", login)
        # In the order of their keys, so that two processes never wait for each other.
        buckets = sorted([(of_address, settings.sign_ins_of_address), (of_login, settings.sign_ins_of_login)], key=itemgetter(0))
        waits = [await limits.shared(connection, means.clock, rate, key) for key, rate in buckets]
        wait = max(waits)
        if wait <= 0:
            return None
        await self._note(connection, UNKNOWN, TOO_FAST, "sign-in: slowed", login)
        return RateLimit("sign-in", int(wait) + 1)

    async def _proved(self, row: store.OfficerRow | None, login: str, method: PasswordAndCode) -> int:
        """The step of the code to spend, or 0. The same work for somebody who does not exist."""
        fits = await self._passwords.holds(row.password if row else None, method.password)
        seed = credentials.opened_seed(self._means.keyring, login, row.totp) if row else None
        now = totp.step_at(self._means.clock.now())
        step = totp.matching_step(seed or _NO_SEED, method.code, now, row.totp_last if row else 0)
        return step if fits and seed and row and row.active else 0

    async def _opened(self, connection: psycopg.AsyncConnection, officer: int, *, demo: bool) -> SignedIn | None:
        means = self._means
        fresh = credentials.fresh(means.keyring, KeyName.SESSION, secrets.token_bytes(credentials.RANDOM_BYTES))
        now = means.clock.now()
        if not await store.open_session(connection, fresh.hash, officer, now, now + means.settings.session_life, demo=demo):
            return None
        session = await store.session_by_hash(connection, fresh.hash, now, means.settings.session_idle)
        return SignedIn(fresh.text, session) if session else None

    async def _note(self, connection: psycopg.AsyncConnection, actor: Actor, decision: Decision, detail: str, login: str) -> None:
        act = Act.SIGN_IN if decision.allowed else Act.REFUSAL
        question = login[:_LONGEST_KEPT].encode(errors="replace")
        await self._means.recorder.record(connection, entry(act, self._means.clock.now(), actor, decision, detail, question=question))
