"""Pages of the oversight."""

from django.urls import path

from labelling.oversight.reviews.views import ReviewView

app_name = "oversight"

urlpatterns = [
    path("controles/<int:pk>/", ReviewView.as_view(), name="review"),
]
