"""Every URL of the product."""

from django.urls import include, path

from config import views

urlpatterns = [
    path("", views.home, name="home"),
    path("sante/", views.health, name="health"),
    path("", include("workflows.urls")),
    path("", include("directory.urls")),
    path("compte/", include("allauth.urls")),
    path("dossiers/", include("labelling.urls")),
    path("notifications/", include("notifications.urls")),
    path("", include("committee.urls")),
]
