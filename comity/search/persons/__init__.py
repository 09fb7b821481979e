"""Persons by name: candidates from the index of names, kept in step with the store."""
