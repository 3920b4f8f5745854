"""A session outside its room: the list, its page, its preparation and its minutes.

Above the votes: these pages tell what was decided, and keep a case from whoever is recused.
"""
