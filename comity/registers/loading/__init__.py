"""Loading files: read row by row, checked by columns, sealed, written by chunks; each chunk durable, the whole accounted for once.

`encodings` and `lines` read bytes; `layout` says what a column is; `rows` gives batches of rows, whatever the file is; `checking` finds
what is wrong; `writing` makes what the database takes; `statements` says it to the database; `run` goes through a file; `load` is the
shell: who may, one entry of the audit, the refused rows; `releasing` is the second officer's part.

    Invalid
    └── InvalidFile       the file as a whole cannot be read: its encoding, its first line, its kind; nothing is loaded
"""
