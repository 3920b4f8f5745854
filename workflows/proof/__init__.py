"""Reading the proof again: seals, law, roles, numbers, files, triggers.

`history` writes one sealed row per change. These modules read all of it anew, and name everything
that does not hold: a seal shows what was altered, the law replayed shows what was never allowed.
"""
