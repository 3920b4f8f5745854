"""« Le comité »: establishing a body, seating its members, ending their mandates.

Above the sessions: who sat at one is settled once it opens, and whoever presides over one to
come stays until then.
"""
