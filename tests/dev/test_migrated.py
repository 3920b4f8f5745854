"""The database that is kept from one run to the next follows all that it was made of."""

from django.apps import apps
from django.conf import settings

from tests.migrated import sources


def test_a_kept_database_follows_the_migrations_what_they_call_and_the_packages() -> None:
    found = {str(path.relative_to(settings.BASE_DIR)) for path in sources()}
    called = {"workflows/triggers.py", "directory/organisations/indexing.py"}
    assert called | {"requirements/dev.txt"} <= found
    for app in apps.get_app_configs():
        if (settings.BASE_DIR / app.name.replace(".", "/") / "migrations").is_dir():
            assert any(path.startswith(f"{app.name.replace('.', '/')}/migr") for path in found)
