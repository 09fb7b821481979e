"""The keys of one organisation, in a folder outside the database: a dump of the database alone opens nothing.

ComityError
└── Unavailable
    ├── KeyGone           this version was destroyed, or was never here
    └── KeyringUnusable   the folder, its passphrase or a file in it is not as it must be; the sentence says what to do
"""

from comity.engines.keyring.keyring import Keyring
from comity.engines.keyring.model import MOST_VERSIONS, Key, KeyFacts, KeyGone, KeyName, KeyringUnusable, Signer

__all__ = ["MOST_VERSIONS", "Key", "KeyFacts", "KeyGone", "KeyName", "Keyring", "KeyringUnusable", "Signer"]
