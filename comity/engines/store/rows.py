"""A row as the driver gives it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

# What each column holds is known to the statement alone: who reads a row unpacks it at once into a value with types of its own.
Row: TypeAlias = Sequence[Any]
