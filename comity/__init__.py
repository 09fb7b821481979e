"""Comity: an open, self-hosted platform for police cooperation between countries."""

VERSION = "0.1.0"
