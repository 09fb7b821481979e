"""Addresses of the static files: each names its content, so that it may be kept for ever and never goes stale."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

STATIC: Final = Path(__file__).parent / "static"
PREFIX: Final = "/static"


@cache
def asset(name: str) -> str:
    """The address of a static file. Raises FileNotFoundError for one that is not there."""
    return f"{PREFIX}/{name}?v={hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"
