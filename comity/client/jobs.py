"""Work that outlives a request."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec


class JobFault(msgspec.Struct, frozen=True):
    """Why it failed."""

    code: str
    sentence: str
    rule: str = ""


class Job(msgspec.Struct, frozen=True):
    """One job. `total` 0 and `left_s` none are not known yet. `result`: the name of its file, empty where there is none for you."""

    id: UUID
    kind: str
    state: str
    done: int
    total: int
    created_at: datetime
    changed_at: datetime
    ends_at: datetime
    register: str = ""
    counted: str = "rows"
    counts: dict[str, int] = {}
    per_second: float = 0.0
    left_s: float | None = None
    fault: JobFault | None = None
    result: str = ""
    own: bool = True
    ended_at: datetime | None = None

    @property
    def over(self) -> bool:
        """Whether nothing happens any more."""
        return self.state in ("done", "cancelled", "failed")


class Jobs(msgspec.Struct, frozen=True):
    """A page, newest first."""

    items: tuple[Job, ...]
    next: str = ""
