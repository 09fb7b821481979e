"""Finds documents by weighted keys, for whoever may meet them. Knows no name and no record: keys are keyed hashes, the rest is sealed.

    port             what an engine of this kind does
    tantivy_engine   the one there is, over the package tantivy

ComityError
└── Unavailable
    └── IndexUnusable   the folder cannot be read or written as it stands: build it anew
"""

from comity.engines.index.port import Document, Found, Index, IndexUnusable, Question, Writer
from comity.engines.index.tantivy_engine import create, open_index, open_writer

__all__ = ["Document", "Found", "Index", "IndexUnusable", "Question", "Writer", "create", "open_index", "open_writer"]
