"""The door to PostgreSQL: transactions with a viewer's context, migrations, an embedded server.

`launcher` (the embedded server), `roles` and `migrations` are imported by their names; what every slice needs is here.
"""

from comity.engines.store.context import NOBODY, Context, Mode, set_local
from comity.engines.store.rows import Row
from comity.engines.store.store import Store

__all__ = ["NOBODY", "Context", "Mode", "Row", "Store", "set_local"]
