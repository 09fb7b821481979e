"""Says *certainly not* for most identifiers in a microsecond: keyed hashes, binary fuse filters, an exact delta, signed files.

    compiled    loads the kernels on first need
    hashing     identifiers to keyed 64-bit numbers
    fuse        building one filter; asking several classes at once
    delta       what changed since the file was built
    format      the file's bytes
    files       written whole or not at all, proved when opened
    folder      which file is in force, and which may go
    filterset   what a process holds and swaps without a pause
    errors      what can be wrong with a file

Importing this package compiles nothing. The first `KeyHasher(...)`, build or `compiled.warm()` does.
"""
