"""A passenger, crew, vehicle or cargo list checked as a whole: its columns understood, each row one audited check, a result file.

    columns   what each column of the user's file is, by its title, in several spellings
    rows      one row -> the identifiers that it asks about, and the cells that cannot be read
    answers   what became of a row, and the whole list's tally
    keeping   file and answers, sealed on disk for their officer alone
    service   reads, asks in steps, keeps each step's answers, goes on where it broke off
    result    the user's own rows with columns added

Nothing of a list is in the database but the entries of the audit.
"""
