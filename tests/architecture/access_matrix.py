ROLES = (
    "anonymous",
    "newcomer",
    "other",
    "contributor",
    "representative",
    "instructor",
    "colleague",
    "manager",
    "member",
    "chair",
    "administrator",
)
MATRIX: dict[str, tuple[str, str]] = {}
WITHOUT_LOGIN = ()
