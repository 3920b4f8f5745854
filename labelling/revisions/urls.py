"""Pages of the revisions of a charter."""

from django.urls import path

from labelling.revisions import views

app_name = "revisions"

urlpatterns = [
    path("", views.RevisionsView.as_view(), name="list"),
    path("ouvrir/<slug:kind>/", views.OpenRevisionView.as_view(), name="open"),
    path("<int:pk>/", views.RevisionView.as_view(), name="detail"),
    path("<int:pk>/texte/", views.DescribeView.as_view(), name="describe"),
    path("<int:pk>/consultation/", views.OpenConsultationView.as_view(), name="consult"),
    path("<int:pk>/avis/demander/", views.AskPartyView.as_view(), name="ask"),
    path("<int:pk>/avis/<int:party>/", views.RecordAnswerView.as_view(), name="record"),
    path("<int:pk>/consultation/clore/", views.CloseConsultationView.as_view(), name="close"),
    path("<int:pk>/votre-avis/", views.OpinionView.as_view(), name="opinion"),
    path("<int:pk>/signature/", views.AlignView.as_view(), name="align"),
    path(
        "<int:pk>/transitions/<str:name>/",
        views.RevisionTransitionView.as_view(),
        name="transition",
    ),
]
