"""`python -m comity`."""

import sys

from comity.edges.cli.main import run

if __name__ == "__main__":
    sys.exit(run())
