"""One-time codes (RFC 6238 over RFC 4226). Takes the time as an argument; a code is spent by its step, in the database."""

from __future__ import annotations

import base64
import hmac
from datetime import datetime
from typing import Final
from urllib.parse import quote

STEP_S: Final = 30  # RFC 6238, 4.1
DIGITS: Final = 6
SEED_BYTES: Final = 20  # RFC 4226, 4 (R6): 160 bits
DRIFT_STEPS: Final = 1  # RFC 6238, 5.2: at most one step back for the network; one forward for a fast clock


def step_at(moment: datetime) -> int:
    """The number of the time step: whole half-minutes since 1970."""
    return int(moment.timestamp()) // STEP_S


def code(seed: bytes, step: int, digits: int = DIGITS, hash_name: str = "sha1") -> str:
    """The code of one step. SHA-1 is what authenticator apps know; HMAC does not rest on its collisions (RFC 6194)."""
    mac = hmac.digest(seed, step.to_bytes(8, "big"), hash_name)
    offset = mac[-1] & 0x0F
    number = int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**digits).zfill(digits)


def matching_step(seed: bytes, given: str, now: int, last_used: int) -> int:
    """The step whose code was given, or 0. A step that was used, or lies before one that was, is spent.

    Compares every step of the window, each in constant time, so that the time does not tell which one fitted.
    """
    typed = folded(given).encode()
    found = 0
    for step in range(now - DRIFT_STEPS, now + DRIFT_STEPS + 1):
        fits = hmac.compare_digest(code(seed, step).encode(), typed)
        if fits and step > last_used:
            found = step
    return found


def folded(given: str) -> str:
    """What was typed, as ASCII digits: Arabic digits count, spaces do not. Anything else fits no code."""
    letters = "".join(given.split())
    return "".join(str(int(letter)) if letter.isdecimal() else "x" for letter in letters[:16])


def uri(seed: bytes, login: str, organisation: str) -> str:
    """The address that an authenticator app reads from a QR code."""
    secret = base64.b32encode(seed).decode().rstrip("=")
    label = quote(f"{organisation}:{login}", safe="")
    return f"otpauth://totp/{label}?secret={secret}&issuer={quote(organisation, safe='')}&digits={DIGITS}&period={STEP_S}"
