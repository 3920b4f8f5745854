"""Forms of the directory: what is typed, cleaned; no rule about who may."""

from directory.forms.account import SignupForm

__all__ = ["SignupForm"]
