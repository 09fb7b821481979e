"""Who asked, read, wrote, signed in and was refused: durable before the answer, provable afterwards, sealed in between.

`entry` and `pack` say what is kept; `store` writes it; `sequencer` appends it to the tree of `tree`; `checkpoint` signs the tree for files
outside the database; `verify` finds what was changed; `reading` answers auditors and owners. None of them decides who may.

    ComityError
    ├── Absent
    │   └── EntryAbsent       there is no such entry for this viewer
    └── Unavailable
        ├── Tampered          a question does not open (engines.crypto)
        ├── KeyGone           its month's key was destroyed (engines.keyring)
        ├── NotSequenced      a day cannot be erased now
        ├── FolderUnusable    the checkpoints cannot be written
        └── AnotherCluster    the database was copied by its rows, and its transaction numbers began anew
"""

from comity.audit.entry import Act, Entry, EntryId
from comity.audit.pack import Recorder

__all__ = ["Act", "Entry", "EntryId", "Recorder"]
