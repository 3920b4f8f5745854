"""The rules of `labelling.oversight`, declared below its models: laws and pages name them here."""


class OversightRules:
    """Each under the feature that writes it, in its `policies`, `guards`, `effects` or `rules`."""
