"""Every URL of the product."""

from typing import Any

from django.urls import include, path

from config import views


def page(template: str) -> Any:
    """A page for all, which says what `template` says."""
    return views.SitePageView.as_view(template_name=template)


handler500 = "config.failures.server_error"

urlpatterns = [
    path("", views.home, name="home"),
    path("mentions-legales/", page("site/legal.html"), name="legal"),
    path("donnees-personnelles/", page("site/privacy.html"), name="privacy"),
    path("accessibilite/", page("site/accessibility.html"), name="accessibility"),
    path("sante/", views.health, name="health"),
    path("charte/revisions/", include("labelling.revisions.urls")),
    path("", include("workflows.pages.urls")),
    path("", include("directory.urls")),
    path("compte/", include("directory.accounts.urls")),
    path("dossiers/referencement/", include("labelling.urls.referencing")),
    path("dossiers/", include("labelling.urls")),
    path("bureau/", include("labelling.desk.urls")),
    path("", include("labelling.oversight.urls")),
    path("conformite/", include("labelling.oversight.conformity.urls")),
    path("procedures/", include("labelling.oversight.procedures.urls")),
    path("tirages/", include("labelling.oversight.sampling.urls")),
    path("referentiels/", include("labelling.frameworks.urls")),
    path("reclamations/", include("labelling.oversight.complaint_desk.urls")),
    path("notifications/", include("notifications.urls")),
    path("", include("committee.urls")),
]
