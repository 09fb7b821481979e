"""Translation only: the web pages, the API, the command line and the worker. No rule lives here."""
