"""Pages of the campaigns of reviews, for all, and for whoever draws them."""

from django.urls import path

from labelling.oversight.sampling.downloads import DrawDataView, FrameView
from labelling.oversight.sampling.views import (
    CampaignsView,
    CampaignTransitionView,
    CampaignView,
    DrawView,
    PrepareView,
)

app_name = "sampling"

urlpatterns = [
    path("", CampaignsView.as_view(), name="list"),
    path("preparer/", PrepareView.as_view(), name="prepare"),
    path("<int:pk>/tirer/", DrawView.as_view(), name="draw"),
    path("<int:pk>/transitions/<str:name>/", CampaignTransitionView.as_view(), name="transition"),
    path("<str:number>/", CampaignView.as_view(), name="campaign"),
    path("<str:number>/base.csv", FrameView.as_view(), name="frame"),
    path("<str:number>/tirage.json", DrawDataView.as_view(), name="data"),
]
