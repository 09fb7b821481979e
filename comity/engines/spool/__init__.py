"""Files that wait for a job or for their officer: sealed in pieces on this machine's disk, read as a stream, each with an end."""

from comity.engines.spool.spool import NoRoom, Spool

__all__ = ["NoRoom", "Spool"]
