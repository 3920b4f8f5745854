"""Pages of the bell. `bell.js` finds the count beside the list: keep `nombre/` under it."""

from django.urls import path

from notifications.bells import views
from notifications.bounces.views import AddressesView, LiftView, MyAddressView
from notifications.letters.views import CloseView, LettersView, ResendView
from notifications.preferences.views import PreferencesView, StopView
from notifications.previews.views import PreviewView, SamplesView, SampleView

app_name = "notifications"

urlpatterns = [
    path("", views.ListView.as_view(), name="list"),
    path("nombre/", views.CountView.as_view(), name="count"),
    path("lues/", views.ReadAllView.as_view(), name="read_all"),
    path("preferences/", PreferencesView.as_view(), name="preferences"),
    path("desabonnement/<str:token>/", StopView.as_view(), name="stop"),
    path("adresse/", MyAddressView.as_view(), name="my_address"),
    path("adresses/", AddressesView.as_view(), name="addresses"),
    path("adresses/<int:pk>/lever/", LiftView.as_view(), name="lift_flag"),
    path("envois/", LettersView.as_view(), name="letters"),
    path("envois/<int:pk>/renvoyer/", ResendView.as_view(), name="letter_resend"),
    path("envois/<int:pk>/clore/", CloseView.as_view(), name="letter_close"),
    path("modeles/", SamplesView.as_view(), name="samples"),
    path("modeles/<str:event>/<str:template>/", SampleView.as_view(), name="sample"),
    path("apercu/<str:event>/<int:pk>/", PreviewView.as_view(), name="preview"),
    path("<int:pk>/", views.OpenView.as_view(), name="open"),
    path("<int:pk>/lue/", views.ReadView.as_view(), name="read"),
]
