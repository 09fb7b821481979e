"""Organisations in the search by name: the name asked about may be a person's or a body's.

rules      whether a body is looked for beside the person, and in which registers
facts      a question, and a record's declared fields, as facts of a body
weighing   a record against the question, with reasons that add up
finding    the search itself: candidates of the index, the likest read, weighed
"""
