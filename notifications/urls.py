"""Pages of the bell. `bell.js` finds the count beside the list: keep `nombre/` under it."""

from django.urls import path

from notifications.bells import views
from notifications.preferences.views import PreferencesView

app_name = "notifications"

urlpatterns = [
    path("", views.ListView.as_view(), name="list"),
    path("nombre/", views.CountView.as_view(), name="count"),
    path("lues/", views.ReadAllView.as_view(), name="read_all"),
    path("preferences/", PreferencesView.as_view(), name="preferences"),
    path("<int:pk>/", views.OpenView.as_view(), name="open"),
    path("<int:pk>/lue/", views.ReadView.as_view(), name="read"),
]
