"""Pages of the dossiers."""

from django.urls import path

from labelling.views import detail, evidence, instruction, structure

app_name = "labelling"

urlpatterns = [
    path("", structure.DossierListView.as_view(), name="list"),
    path("nouveau/<int:pk>/", structure.OpenView.as_view(), name="open"),
    path("instruction/", instruction.QueueView.as_view(), name="queue"),
    path("<int:pk>/", detail.DetailView.as_view(), name="detail"),
    path("<int:pk>/historique/", detail.HistoryView.as_view(), name="history"),
    path("<int:pk>/messages/", detail.MessageView.as_view(), name="message"),
    path("<int:pk>/transitions/<str:name>/", detail.TransitionView.as_view(), name="transition"),
    path("<int:pk>/signature/", structure.SignView.as_view(), name="sign"),
    path("<int:pk>/principes/<str:key>/", evidence.PrincipleView.as_view(), name="principle"),
    path("<int:pk>/engagements/", evidence.CommitmentsView.as_view(), name="commitments"),
    path("<int:pk>/presentation/", evidence.PresentationView.as_view(), name="presentation"),
    path("<int:pk>/complements/", evidence.ComplementsView.as_view(), name="complements"),
    path("<int:pk>/pieces/<int:attachment>/", evidence.RemoveView.as_view(), name="remove"),
    path("<int:pk>/recours/", structure.AppealView.as_view(), name="appeal"),
    path("<int:pk>/abandon/", structure.WithdrawView.as_view(), name="withdraw"),
    path(
        "<int:pk>/demander-des-complements/",
        instruction.RequestComplementsView.as_view(),
        name="request_complements",
    ),
    path("<int:pk>/confier/", instruction.ReassignView.as_view(), name="reassign"),
    path("<int:pk>/appreciations/", instruction.AssessView.as_view(), name="assess"),
]
