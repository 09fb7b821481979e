"""Clearances: one document is not that of one record's person, signed by two officers, shown to the next one who checks it (HIT-10)."""
