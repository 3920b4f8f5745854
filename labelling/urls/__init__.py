"""Pages of the dossiers."""

from django.urls import path

from labelling.dossiers.models import Dossier
from labelling.dossiers.views import (
    AccompanimentView,
    DossierListView,
    OpenView,
    SignView,
    TakeAccompanimentBackView,
)
from labelling.evidence.views import CommitmentsView, PresentationView, PrincipleView
from labelling.exchanges.views import (
    AnswerReportView,
    ExchangesView,
    ExchangeView,
    SendReportView,
)
from labelling.instruction.queue.views import QueueView
from labelling.overview.views.detail import (
    AssessView,
    DetailView,
    TransitionView,
)
from labelling.overview.views.filing import CheckDossierView, DossierReceiptView
from labelling.overview.views.label import LabelView
from labelling.overview.views.taking_over import TakeOverView
from labelling.overview.views.whole import ArchiveView, WholeView
from labelling.referencing.models import Referencing
from labelling.renewal.views import RenewalView, RenewView, TermReportView
from labelling.urls.application import application_urls

app_name = "labelling"
KINDS = (Dossier, Referencing)

urlpatterns = [
    *application_urls(Dossier),
    path("", DossierListView.as_view(), name="list"),
    path("nouveau/<int:pk>/", OpenView.as_view(), name="open"),
    path("instruction/", QueueView.as_view(kind=Dossier, beside=KINDS), name="queue"),
    path("<int:pk>/", DetailView.as_view(), name="detail"),
    path("<int:pk>/transitions/<str:name>/", TransitionView.as_view(), name="transition"),
    path("<int:pk>/signature/", SignView.as_view(), name="sign"),
    path("<int:pk>/principes/<str:key>/", PrincipleView.as_view(), name="principle"),
    path("<int:pk>/engagements/", CommitmentsView.as_view(), name="commitments"),
    path("<int:pk>/accompagnement/", AccompanimentView.as_view(), name="accompaniment"),
    path(
        "<int:pk>/accompagnement/<int:entry>/retirer/",
        TakeAccompanimentBackView.as_view(),
        name="take_accompaniment_back",
    ),
    path("<int:pk>/presentation/", PresentationView.as_view(), name="presentation"),
    path("<int:pk>/verification/", CheckDossierView.as_view(), name="check"),
    path("<int:pk>/accuse-de-reception/", DossierReceiptView.as_view(), name="receipt"),
    path("<int:pk>/reprendre/", TakeOverView.as_view(), name="take_over"),
    path("echanges/", ExchangesView.as_view(), name="exchanges"),
    path("echanges/<int:pk>/", ExchangeView.as_view(), name="exchange"),
    path("echanges/<int:pk>/envoyer/", SendReportView.as_view(), name="send_report"),
    path("echanges/<int:pk>/repondre/", AnswerReportView.as_view(), name="answer_report"),
    path("renouveler/<int:pk>/", RenewView.as_view(), name="renew"),
    path("<int:pk>/renouvellement/", RenewalView.as_view(), name="renewal"),
    path("<int:pk>/bilan/", TermReportView.as_view(), name="term_report"),
    path("<int:pk>/label/", LabelView.as_view(), name="label"),
    path("<int:pk>/entier/", WholeView.as_view(), name="whole"),
    path("<int:pk>/dossier.zip", ArchiveView.as_view(), name="archive"),
    path("<int:pk>/appreciations/", AssessView.as_view(), name="assess"),
]
