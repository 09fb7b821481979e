"""One module a script. Each gives `read(text, language="")`: a run of words of its script, one space between them, to their `Word`s.

A run comes composed (NFKC) and without unseen characters. A module never raises for a text, whatever it holds; a word costs microseconds.
"""
