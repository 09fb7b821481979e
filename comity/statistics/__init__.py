"""Counts of records and checks, by day and month, and what of them may leave their owner. No row of it names a record or a person."""
