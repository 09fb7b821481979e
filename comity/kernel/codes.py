"""Choices that are a number in the database and a word outside."""

from __future__ import annotations

from enum import IntEnum


class Coded(IntEnum):
    """A choice whose number is stored and never used for another, and whose name is its word."""

    @property
    def code(self) -> str:
        """The word that the API, the command line and the tables use: `travel_documents`."""
        return self.name.lower()
