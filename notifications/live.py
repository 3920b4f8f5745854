"""The groups that a ping wakes: the bell of a person, the pages open on a case."""


def bell_group(user_id: int) -> str:
    return f"user-{user_id}"


def case_group(case_id: int) -> str:
    return f"case-{case_id}"
