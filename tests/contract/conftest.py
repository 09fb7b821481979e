"""The small world, served: see tests/flows/world.py."""

from tests.flows.conftest import _patient, site, world

__all__ = ["_patient", "site", "world"]
