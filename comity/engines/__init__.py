"""One door for each outside engine: store (PostgreSQL), filters, keyring, crypto, clock.

None of them knows another (keyring may use crypto and clock).
"""
