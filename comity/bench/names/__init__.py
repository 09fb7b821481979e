"""`comity bench names`: pairs, retrieval, whole checks and the scorecard, beside peers where they are installed.

Real names come from the folder that COMITY_DATA names and are never printed; without it the sets of invented names are measured alone.
"""
