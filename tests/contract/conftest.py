"""The small world, served: see tests/flows/world.py."""

from tests.flows.conftest import site, world

__all__ = ["site", "world"]
