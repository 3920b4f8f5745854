from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The composition root: the only place that knows every app."""

    name = "config"
    verbose_name = "Configuration"
