"""Exact search for hashes of 256 bits within a Hamming distance: perceptual hashes of images.

    kernels   the compiled loops
    index     what a process holds: built once, added to and taken from

Everything lies in memory; nothing here opens a file. Importing this package compiles nothing.
"""

from comity.engines.hamming.index import FURTHEST, Found, HammingIndex, Hashes, of_hex, to_hex

__all__ = ["FURTHEST", "Found", "HammingIndex", "Hashes", "of_hex", "to_hex"]
