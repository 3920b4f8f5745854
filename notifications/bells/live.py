"""The group that a ping wakes: the bell of a person, on every page they have open."""


def bell_group(user_id: int) -> str:
    return f"user-{user_id}"
