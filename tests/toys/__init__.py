"""A repair café: a case of no domain, on which the tests of the engine stand.

Somebody brings a thing, somebody who was invited mends it, the owners' meeting decides what is
disputed. It has one of each: action, guard with a link, guard about what is typed, effect, number,
deadline, time-out, decision, appeal. Installed in the settings of the suite alone.
"""
