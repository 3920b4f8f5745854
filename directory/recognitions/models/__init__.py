"""The right granted: what it holds, and its law."""

from directory.recognitions.models.recognition import Recognition

__all__ = ["Recognition"]
