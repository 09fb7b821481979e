"""The HTTP API. `wire` holds what comes in and goes out, `door` the fast way for checks, the rest are documented handlers."""
