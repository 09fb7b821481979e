"""A synthetic world to try Comity with: invented countries, invented officers, invented documents; and a walk through the main job."""

from comity.demo.program import main

__all__ = ["main"]
