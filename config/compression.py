"""Pages are compressed where their length tells nothing."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class PublicPagesCompressionMiddleware(GZipMiddleware):
    """Compresses what anybody may keep: the pages of the public, and nothing shown to one person.

    The compressed length of a page that holds a secret beside words which a stranger chose lets
    that stranger guess the secret, try after try. Whether a page is somebody's own is decided
    once, by `PrivatePagesMiddleware`, whose header is read here.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if "no-store" in response.get("Cache-Control", ""):
            return response
        return super().process_response(request, response)
