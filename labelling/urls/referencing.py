"""Pages of the referencings of accompanists."""

from django.urls import path

from labelling.instruction.queue.views import QueueView
from labelling.referencing.models import Referencing
from labelling.referencing.views.detail import AssessView, DetailView, TransitionView
from labelling.referencing.views.entries import (
    LogContactView,
    MissionsView,
    MissionView,
    PeopleView,
    RemoveEntryView,
    RemovePersonView,
)
from labelling.referencing.views.pages import (
    ArchiveView,
    CheckReferencingView,
    OpenView,
    ReferencingListView,
    ReferencingReceiptView,
    SignView,
    WholeView,
)
from labelling.referencing.views.parts import (
    CommitmentsView,
    OfferView,
    PiecesView,
    StandingView,
    TerritoryView,
)
from labelling.renewal.views import ListingRenewalView, RenewListingView
from labelling.urls import KINDS
from labelling.urls.application import application_urls

app_name = "referencing"

urlpatterns = [
    *application_urls(Referencing),
    path("", ReferencingListView.as_view(), name="list"),
    path("nouveau/<int:pk>/", OpenView.as_view(), name="open"),
    path("instruction/", QueueView.as_view(kind=Referencing, beside=KINDS), name="queue"),
    path("<int:pk>/", DetailView.as_view(), name="detail"),
    path("<int:pk>/transitions/<str:name>/", TransitionView.as_view(), name="transition"),
    path("<int:pk>/organisation/", StandingView.as_view(), name="standing"),
    path("<int:pk>/offre/", OfferView.as_view(), name="offer"),
    path("<int:pk>/territoire/", TerritoryView.as_view(), name="territory"),
    path("<int:pk>/personnes/", PeopleView.as_view(), name="people"),
    path("<int:pk>/personnes/<int:entry>/", PeopleView.as_view(), name="person"),
    path(
        "<int:pk>/personnes/<int:entry>/retirer/",
        RemovePersonView.as_view(),
        name="remove_person",
    ),
    path("<int:pk>/references/", MissionsView.as_view(), name="missions"),
    path("<int:pk>/references/nouvelle/", MissionView.as_view(), name="new_mission"),
    path("<int:pk>/references/<int:entry>/", MissionView.as_view(), name="mission"),
    path(
        "<int:pk>/references/<int:entry>/retirer/",
        RemoveEntryView.as_view(),
        name="remove_mission",
    ),
    path("<int:pk>/references/<int:entry>/contact/", LogContactView.as_view(), name="log_contact"),
    path("<int:pk>/engagements/", CommitmentsView.as_view(), name="commitments"),
    path("<int:pk>/pieces/", PiecesView.as_view(), name="pieces"),
    path("<int:pk>/verification/", CheckReferencingView.as_view(), name="check"),
    path("<int:pk>/signature/", SignView.as_view(), name="sign"),
    path("<int:pk>/accuse-de-reception/", ReferencingReceiptView.as_view(), name="receipt"),
    path("renouveler/<int:pk>/", RenewListingView.as_view(), name="renew"),
    path("<int:pk>/renouvellement/", ListingRenewalView.as_view(), name="renewal"),
    path("<int:pk>/entier/", WholeView.as_view(), name="whole"),
    path("<int:pk>/dossier.zip", ArchiveView.as_view(), name="archive"),
    path("<int:pk>/appreciations/", AssessView.as_view(), name="assess"),
]
