from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workflows.history import audited_models, broken_rows
from workflows.proofs import all_proofs


class Command(BaseCommand):
    help = "Recalcule l’historique et les preuves ; échoue à la première qui ne tient pas."

    def handle(self, *args: Any, **options: Any) -> None:
        for model in audited_models():
            for row, problem in broken_rows(model):
                where = getattr(row, "history_id", None)
                name = f"ligne {where}" if where else f"objet {row}"
                raise CommandError(f"{model._meta.label}, {name} : {problem}", returncode=1)
            history: Any = model.history
            self.stdout.write(f"{model._meta.label} : {history.count()} lignes, chaîne intacte")
        for title, check in all_proofs().items():
            for problem in check():
                raise CommandError(f"{title} : {problem}", returncode=1)
            self.stdout.write(f"{title} : preuve refaite, conforme")
