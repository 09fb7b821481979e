"""As for the check itself: one application for a file."""

from tests.search.conftest import comity, database, home, shared

__all__ = ["comity", "database", "home", "shared"]
