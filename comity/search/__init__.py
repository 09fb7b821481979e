"""The check: what is asked about a document or an object, of whom, and what comes back.

Reading order: `model` (values), `plan` (question to search keys), `commit` (the group commit every check waits for),
`verify` (stored value to grade and sentence), `sources` (others that are asked beside the local store), `service` (the way in).
"""
