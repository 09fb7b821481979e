"""The state of the audit's log as a page shows it: what was signed last."""

from __future__ import annotations

from comity.edges.web.pages.audit import Log
from comity.edges.web.routes.visit import Visit


async def log_of(visit: Visit) -> Log | None:
    """The last checkpoint; None where none was signed yet. Whether the log is whole is said by `comity audit verify`, not here."""
    status = await visit.comity.oversight.status(visit.reader)
    last = status.last
    return Log(last.size, last.root.hex(), last.at) if last else None
