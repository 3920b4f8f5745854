"""Django's entrance: every model of the oversight. We import each from its feature."""
