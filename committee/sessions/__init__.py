"""The life of a session: its notice, agenda, attendance and minutes, and who may do what."""
