"""How a migration runs its SQL."""

from __future__ import annotations

from typing import cast

import psycopg
from alembic import op


def run(*statements: str) -> None:
    """Runs SQL texts, each with as many statements as it likes, within the migration's transaction.

    They go to the server as they are: no placeholders, so `%` and `:` need no escaping.
    """
    connection = cast("psycopg.Connection", op.get_bind().connection.driver_connection)
    for text in statements:
        connection.execute(text.encode(), prepare=False)
