"""« Le logo officiel »: what stands for the label, and what did, for the direction."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.views import View

from directory.logo.forms import LogoForm
from directory.logo.models import LogoFile, OfficialLogo
from directory.logo.operations import adopt_logo, retire_logo
from directory.rulebook import DirectoryRules
from workflows.pages.forms import ask_file_again
from workflows.pages.paging import page_of
from workflows.pages.serving import show
from workflows.pages.views import OperationFormView, RoleAccessMixin

SHOWN = 10


class LogoView(RoleAccessMixin, OperationFormView):
    """The logo in use, the form that replaces it, and those before."""

    policy = DirectoryRules.cress_manager
    template_name = "directory/logo.html"
    form_class = LogoForm
    success_url = reverse_lazy("directory:logo")

    def operate(self, form: LogoForm) -> str:
        adopt_logo(form.cleaned_data["image"], actor=self.actor)
        return "Logo adopté. Certificats et badges le montrent dès maintenant."

    def form_invalid(self, form: LogoForm) -> HttpResponse:
        ask_file_again(form)
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = OfficialLogo.objects.select_related("file__uploaded_by")
        page = page_of(found.order_by("-pk"), self.request, size=SHOWN)
        return super().get_context_data(
            page=page,
            logos=[(logo, _address(logo)) for logo in page.rows],
            current=found.filter(in_use=True).first(),
            **kwargs,
        )


class RetireLogoView(RoleAccessMixin, View):
    """Our rosace stands for the label again."""

    http_method_names = ["post"]
    policy = DirectoryRules.cress_manager

    def post(self, request: HttpRequest) -> HttpResponse:
        retire_logo(actor=self.actor)
        messages.success(request, "Logo retiré. Certificats et badges montrent notre rosace.")
        return redirect("directory:logo")


class LogoImageView(RoleAccessMixin, View):
    """The pixels of one logo, whichever, for this page."""

    policy = DirectoryRules.cress_manager

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        return show(get_object_or_404(LogoFile, pk=pk))


def _address(logo: OfficialLogo) -> str:
    """Where its pixels are; nowhere while the scanner keeps them."""
    return reverse("directory:logo_image", args=[logo.file_id]) if logo.file.showable else ""
