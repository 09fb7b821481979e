"""What can be wrong with filters. All are of the family Unavailable: checks then go to the database, which knows everything.

    Unavailable
    ├── BuildFailed          a filter could not be built
    └── UnusableFile         a filter file that must not be asked
        ├── UnreadableFile   the file system does not give it
        ├── UnknownFormat    not a filter file, or of another version of the format
        ├── TornFile         cut short, or a byte differs from what was written
        ├── NotSigned        the signature is not ours
        ├── ForeignFile      of another organisation
        ├── FormerFile       from another life of the database, before a restore
        ├── OtherKey         its keys were hashed under another version of the filter key
        └── StaleFile        older than the file in force: changes between the two would be lost

None of them is ever answered as *no hit*.
"""

from __future__ import annotations

from comity.kernel.errors import Unavailable

_STILL_WORKS = "Checks are answered from the database, more slowly."


class BuildFailed(Unavailable):
    """A filter could not be built; the file in force stays."""

    def __init__(self, what: str) -> None:
        super().__init__(what, _STILL_WORKS)


class UnusableFile(Unavailable):
    """A filter file that must not be asked. `what` says which file and why."""

    def __init__(self, what: str) -> None:
        super().__init__(what, _STILL_WORKS)


class UnreadableFile(UnusableFile):
    """The file system does not give it: removed meanwhile, no permission, a bad disk."""


class UnknownFormat(UnusableFile):
    """Not a filter file, or of a version of the format that this program does not read."""


class TornFile(UnusableFile):
    """Cut short, or a byte differs from what was written."""


class NotSigned(UnusableFile):
    """The signature does not belong to the header under the organisation's signing key."""


class ForeignFile(UnusableFile):
    """Made by another organisation."""


class FormerFile(UnusableFile):
    """Built from another life of the database, before a restore: its position counts other transactions."""


class OtherKey(UnusableFile):
    """Its keys were hashed under another version of the filter key, so that asking it would miss everything."""


class StaleFile(UnusableFile):
    """Older than the file in force: what changed between the two is no longer in the delta."""
