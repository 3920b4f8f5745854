"""Django's SQLite backend, where those who write in one process take turns."""
