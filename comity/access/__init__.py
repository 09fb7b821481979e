"""Who may do what, and why: authorities, bureaus, units, officers, systems; sign-in, tokens, purposes, restrictions; the one door.

Knows records as (owner, audience, state, purposes, level, discreet) only. Decides in pure functions (`rules`), over a
declared table (`permissions`), and again in the database (`access.may_read` in every register's policy).
"""
