"""Complaining, following what becomes of it, handling it."""

from django.urls import path

from labelling.oversight.complaint_desk.views import (
    AgreeView,
    ComplaintFileView,
    ComplaintsView,
    ComplaintView,
    IdentityView,
    OpeningView,
    OpenReviewView,
    RefuseView,
    SayView,
)
from labelling.oversight.followup.views import FollowView, LodgeView, WithdrawView, WriteView

app_name = "complaints"


urlpatterns = [
    path("", ComplaintsView.as_view(), name="list"),
    path("nouvelle/", LodgeView.as_view(), name="new"),
    path("suivi/", FollowView.as_view(), name="follow"),
    path("suivi/ecrire/", WriteView.as_view(), name="write"),
    path("suivi/retirer/", WithdrawView.as_view(), name="withdraw"),
    path("pieces/<int:pk>/", ComplaintFileView.as_view(), name="file"),
    path("lectures/<int:pk>/", OpeningView.as_view(), name="opening"),
    path("lectures/<int:pk>/accepter/", AgreeView.as_view(), name="agree"),
    path("lectures/<int:pk>/refuser/", RefuseView.as_view(), name="refuse_opening"),
    path("<int:pk>/", ComplaintView.as_view(), name="detail"),
    path("<int:pk>/recevable/", SayView.as_view(action="admit"), name="admit"),
    path("<int:pk>/irrecevable/", SayView.as_view(action="reject"), name="reject"),
    path("<int:pk>/question/", SayView.as_view(action="ask"), name="ask"),
    path("<int:pk>/reponse/", SayView.as_view(action="answer"), name="answer"),
    path("<int:pk>/controle/", OpenReviewView.as_view(), name="open_review"),
    path("<int:pk>/identite/", SayView.as_view(action="ask_identity"), name="ask_identity"),
    path("<int:pk>/identite/lire/", IdentityView.as_view(), name="identity"),
]
