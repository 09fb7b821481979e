"""The numbers of access, each with its source. `D` marks our own choice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, then so many a second."""

    burst: float
    per_second: float


@dataclass(frozen=True, slots=True)
class PasswordCost:
    """What one verification costs, in rounds, KiB and lanes (Argon2id, RFC 9106)."""

    rounds: int
    memory_kib: int
    lanes: int


# RFC 9106, section 4: the second recommended option. About 60 ms on one core of 2024.
RFC_9106_LOW_MEMORY: Final = PasswordCost(rounds=3, memory_kib=65536, lanes=4)


@dataclass(frozen=True, slots=True)
class AccessSettings:
    """Defaults of one installation.

    Sources: `session_idle` CJIS Security Policy 5.9, 5.5.5 (30 minutes); `session_life` NIST SP 800-63B, 4.2.3 (12 hours);
    `password_shortest` NIST SP 800-63B, 5.1.1.1 (8 characters), raised to 12 (D);
    `sign_ins_of_login` NIST SP 800-63B, 5.2.2 asks for a limit, the number is ours (D), as are the other rates
    (`loads_of_system`: a hundred files at once, then one in ten seconds), `token_life` and the two times of the token memo, which keep a
    revoked token from being honoured for more than a second (ACC-04).
    """

    session_idle: timedelta = timedelta(minutes=30)
    session_life: timedelta = timedelta(hours=12)
    token_life: timedelta = timedelta(days=365)
    password_shortest: int = 12
    password_cost: PasswordCost = RFC_9106_LOW_MEMORY
    passwords_at_once: int = 2
    sign_ins_of_login: Rate = Rate(burst=5, per_second=1 / 60)
    sign_ins_of_address: Rate = Rate(burst=60, per_second=1)  # a whole border post may stand behind one address
    checks_of_officer: Rate = Rate(burst=60, per_second=5)
    checks_of_system: Rate = Rate(burst=20_000, per_second=5_000)
    loads_of_system: Rate = Rate(burst=100, per_second=0.1)
    token_poll_s: float = 0.4
    token_trust_s: float = 0.9
