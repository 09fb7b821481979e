"""The way to the kernels. They load on first need, since numba costs half a second and 70 MB that most commands never use."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from types import ModuleType


@cache
def kernels() -> ModuleType:
    """The compiled loops of `kernels`. *Cost*: the first call compiles them, or loads them from the folder `NUMBA_CACHE_DIR`."""
    return import_module("comity.engines.filters.kernels")


def warm() -> None:
    """Loads the kernels now, so that no check waits for them."""
    kernels()
