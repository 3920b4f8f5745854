"""Pages of the oversight."""

from django.urls import path

from labelling.oversight.reviews.views import acts, findings
from labelling.oversight.reviews.views.detail import ReviewTransitionView, ReviewView
from labelling.oversight.reviews.views.listing import OpenReviewView, ReviewsView

app_name = "oversight"

REVIEW = "controles/<int:pk>/"
FINDING = f"{REVIEW}constats/<int:finding>/"

urlpatterns = [
    path("controles/", ReviewsView.as_view(), name="reviews"),
    path("controles/ouvrir/<str:number>/", OpenReviewView.as_view(), name="open_review"),
    path(REVIEW, ReviewView.as_view(), name="review"),
    path(
        f"{REVIEW}transitions/<str:name>/",
        ReviewTransitionView.as_view(),
        name="review_transition",
    ),
    path(f"{REVIEW}constats/", findings.WriteFindingView.as_view(), name="write_finding"),
    path(f"{REVIEW}constats/deposer/", findings.FileFindingView.as_view(), name="file_finding"),
    path(FINDING, findings.RewriteFindingView.as_view(), name="rewrite_finding"),
    path(f"{FINDING}retirer/", findings.RemoveFindingView.as_view(), name="remove_finding"),
    path(f"{FINDING}deposer/", findings.RefileFindingView.as_view(), name="refile_finding"),
    path(f"{FINDING}reprendre/", findings.RetractFindingView.as_view(), name="retract_finding"),
    path(f"{FINDING}reponse/", findings.AnswerFindingView.as_view(), name="answer_finding"),
    path(f"{FINDING}correction/", findings.PlanCorrectionView.as_view(), name="plan_correction"),
    path(f"{FINDING}corrige/", findings.ShowCorrectionView.as_view(), name="show_correction"),
    path(f"{FINDING}conclusion/", findings.ConcludeView.as_view(), name="conclude"),
    path(f"{REVIEW}delai/", acts.ExtendDelayView.as_view(), name="extend_delay"),
    path(f"{REVIEW}cloture/", acts.CloseView.as_view(), name="close"),
    path(f"{REVIEW}comite/", acts.ReferView.as_view(), name="refer"),
    path(f"{REVIEW}urgence/", acts.SuspendUrgentlyView.as_view(), name="suspend_urgently"),
    path(f"{REVIEW}abandon/", acts.AbandonView.as_view(), name="abandon"),
    path(f"{REVIEW}confier/", acts.ReassignView.as_view(), name="reassign"),
    path(f"{REVIEW}effet/", acts.CheckEffectView.as_view(), name="check_effect"),
    path(f"{REVIEW}recours/", acts.AppealView.as_view(), name="appeal"),
    path(f"{REVIEW}levee/", acts.AskLiftingView.as_view(), name="ask_lifting"),
]
