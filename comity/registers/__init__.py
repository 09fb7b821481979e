"""The registers: what they hold (declarations), what is derived from that by plain functions, and the acts on their records."""
