"""The demonstration and the benchmarks: both live elsewhere and are only called here."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from comity.edges.cli.running import Host, Port


def demo(
    *,
    check: Annotated[bool, Parameter(help="Walk the main job through the real API, say whether each step was right, and end.")] = False,
    host: Host = "127.0.0.1",
    port: Port = 8400,
) -> int:
    """Starts a synthetic world and serves it until Ctrl-C."""
    return _main("demo")(check=check, host=host, port=port)


def bench(
    name: Annotated[str, Parameter(help="Which benchmark; an unknown name lists them.")],
    *,
    quick: Annotated[bool, Parameter(help="A small run that proves that it works.")] = False,
    size: Annotated[int | None, Parameter(help="How many records or checks; each benchmark has its own default.")] = None,
    json: Annotated[bool, Parameter(help="Figures as JSON.")] = False,
    only: Annotated[str, Parameter(help="names: one part, `pairs`, `tune`, `searches`, `retrieval` or `persons`.")] = "",
    misses: Annotated[Path | None, Parameter(help="names: a file for real pairs that were missed, outside of the clone.")] = None,
    scorecard: Annotated[Path | None, Parameter(help="names: a folder for the scorecard, as HTML and JSON.")] = None,
) -> int:
    """Measures, beside peers."""
    return _main("bench")(name, quick, size, json, only, misses, scorecard)


def _main(package: str) -> Callable[..., int]:
    """They stand between this edge and the others, whom they run; by name, so that the packages have no cycle."""
    main: Callable[..., int] = import_module(f"comity.{package}").main
    return main
