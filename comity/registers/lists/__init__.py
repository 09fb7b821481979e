"""Lists of one's own records: what they are filtered and sorted by, their pages, saved views, exports, and acts on many records."""
