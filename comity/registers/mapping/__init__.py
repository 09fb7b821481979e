"""What the columns of a user's file are to a register, and what the user's words are to its lists: guessed, shown, confirmed, kept.

    guess     titles and samples -> what each column may be, and why; pure
    words     the user's words -> values of a closed list; pure
    model     a mapping as it is kept, for a unit and a register
    store     its table
    service   keep, list, take away

A guess is never used unseen: a load takes a mapping that was confirmed, or titles that are the register's own.
"""
