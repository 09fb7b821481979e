"""What can go wrong with the database.

    Unavailable
    ├── DatabaseGone       the server does not answer or went away; nothing was kept
    ├── CommitUnknown      it went away during the commit: what was asked may or may not have been kept
    ├── TooBusy            every connection is in use, or another transaction stood in the way
    ├── DiskFull           no space is left for the database
    ├── FolderTaken        another server runs in the folder
    └── ServerFailed       the embedded server does not start
    Invalid
    └── Unusable           a database or folder that Comity must not use as it is
        ├── FolderNotOurs, FolderUnreachable, PathTooLong, WrongVersion
        └── UnsafeSettings, UnsafeRole, WrongOrganisation, NotMigrated

Each says in one sentence what is wrong, and what would be accepted or what to do.
"""

from __future__ import annotations

from comity.kernel.errors import Fault, Invalid, Unavailable

_ASK_AGAIN = "Nothing was changed. Ask again in a moment."


class DatabaseGone(Unavailable):
    """The server does not answer."""

    def __init__(self, why: str = "") -> None:
        super().__init__(f"The database does not answer{': ' + why if why else ''}.", _ASK_AGAIN)


class CommitUnknown(Unavailable):
    """The connection was lost while committing."""

    def __init__(self) -> None:
        sentence = "The database went away while it was keeping the change: it may or may not be kept."
        super().__init__(sentence, "Look whether it is there before you repeat it.")


class TooBusy(Unavailable):
    """The database works, but not for this asker in time."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The database is too busy: {why}.", _ASK_AGAIN)


class DiskFull(Unavailable):
    """No space is left."""

    def __init__(self, where: str) -> None:
        super().__init__(f"The disk of {where} is full.", "Free some space; what was kept before is safe.")


class FolderTaken(Unavailable):
    """Another server runs in the folder."""

    def __init__(self, folder: object, why: str) -> None:
        super().__init__(f"The database folder {folder} is in use by another server: {why}.", "Stop that server, or choose another folder.")


class ServerFailed(Unavailable):
    """The embedded server does not start; `why` holds what its log says."""


class Unusable(Invalid):
    """A database or a folder that Comity must not use as it is."""

    field = "database"
    code = "unusable"

    def __init__(self, sentence: str, accepted: str = "") -> None:
        super().__init__(Fault(self.field, self.code, sentence, accepted))


class FolderNotOurs(Unusable):
    """The folder holds something else, or belongs to another user of the machine."""

    field, code = "folder", "not_ours"


class FolderUnreachable(Unusable):
    """This user may not enter the folder, or not write into it."""

    field, code = "folder", "unreachable"


class PathTooLong(Unusable):
    """A Unix socket in the folder would have a longer path than the kernel takes."""

    field, code = "folder", "path_too_long"


class WrongVersion(Unusable):
    """The server, or what lies in the folder, is another major version of PostgreSQL than ours."""

    code = "wrong_version"


class UnsafeSettings(Unusable):
    """fsync, full_page_writes or synchronous_commit is off: after a power cut an answer could outlive its audit entry."""

    code = "unsafe_settings"


class UnsafeRole(Unusable):
    """The role sees past row-level security: it is a superuser, or may bypass it."""

    code = "unsafe_role"


class WrongOrganisation(Unusable):
    """The database belongs to another organisation than the keys at hand, or to none yet."""

    code = "wrong_organisation"


class NotMigrated(Unusable):
    """The database lacks our tables: `comity migrate` was never run on it."""

    code = "not_migrated"
