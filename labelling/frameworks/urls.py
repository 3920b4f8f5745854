"""Pages of the frameworks."""

from django.urls import path

from labelling.frameworks.views import (
    DescribeView,
    FrameworksView,
    FrameworkTransitionView,
    FrameworkView,
    ProposeView,
)

app_name = "frameworks"

urlpatterns = [
    path("", FrameworksView.as_view(), name="list"),
    path("proposer/", ProposeView.as_view(), name="propose"),
    path("<int:pk>/", FrameworkView.as_view(), name="detail"),
    path("<int:pk>/modifier/", DescribeView.as_view(), name="describe"),
    path("<int:pk>/transitions/<str:name>/", FrameworkTransitionView.as_view(), name="transition"),
]
