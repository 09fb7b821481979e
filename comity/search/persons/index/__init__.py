"""The index of names of one installation: what lies in it, how it follows the store, how it is built anew.

lanes        who may meet a record, as one number
filing       a record's names as documents: keyed hashes and sealed bytes
generation   one built index in its folder, with its key; which of them is in force
indexing     the job of the worker that keeps it in step
building     a whole generation, beside the one in force
"""
