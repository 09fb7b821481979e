"""What is undone where something does not end well."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def on_failure(undo: Callable[[], object]) -> Iterator[None]:
    """Calls `undo` where the body is left by any exception, a cancellation and Ctrl-C too; the exception goes on."""
    with contextlib.ExitStack() as left:
        left.callback(undo)
        yield
        left.pop_all()
