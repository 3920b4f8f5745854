"""Pages of the committee."""

from django.urls import include, path

from committee.appointments import views as appointments
from committee.room import views as room
from committee.secretariat.views import preparation, sessions

app_name = "committee"

session_pages = [
    path("", sessions.SessionListView.as_view(), name="sessions"),
    path("nouvelle/", preparation.PlanView.as_view(), name="plan"),
    path("<int:pk>/", sessions.SessionView.as_view(), name="session"),
    path("<int:pk>/seance.ics", sessions.SessionCalendarView.as_view(), name="calendar"),
    path("<int:pk>/modifier/", preparation.PrepareView.as_view(), name="prepare"),
    path(
        "<int:pk>/etapes/<str:name>/",
        sessions.SessionTransitionView.as_view(),
        name="transition",
    ),
    path("<int:pk>/points/", preparation.AddItemView.as_view(), name="add_item"),
    path("<int:pk>/points/<int:item>/deplacer/", preparation.MoveView.as_view(), name="move_item"),
    path(
        "<int:pk>/points/<int:item>/retirer/",
        preparation.RemoveView.as_view(),
        name="remove_item",
    ),
    path("<int:pk>/proces-verbal/", preparation.MinutesView.as_view(), name="minutes"),
    path("<int:pk>/salle/", room.RoomView.as_view(), name="room"),
    path("<int:pk>/presences/", room.AttendanceView.as_view(), name="attendance"),
    path("<int:pk>/presences/moi/", room.CheckInView.as_view(), name="check_in"),
    path("<int:pk>/points/<int:item>/ouvrir/", room.OpenItemView.as_view(), name="open_item"),
    path("<int:pk>/points/<int:item>/vote/", room.BallotView.as_view(), name="ballot"),
    path("<int:pk>/points/<int:item>/clore/", room.CloseVoteView.as_view(), name="close_vote"),
    path("<int:pk>/points/<int:item>/relancer/", room.RemindView.as_view(), name="remind"),
    path(
        "<int:pk>/points/<int:item>/proposition/",
        room.ProposalView.as_view(),
        name="put_to_vote",
    ),
    path("<int:pk>/points/<int:item>/decider/", room.DecideView.as_view(), name="decide"),
    path("<int:pk>/points/<int:item>/reporter/", room.DeferView.as_view(), name="defer"),
    path("<int:pk>/points/<int:item>/deport/", room.RecuseView.as_view(), name="recuse"),
]

composition_pages = [
    path("", appointments.CompositionView.as_view(), name="composition"),
    path("membres/", appointments.MembersView.as_view(), name="members"),
    path("nouvelle-instance/", appointments.EstablishView.as_view(), name="establish"),
    path("<int:pk>/nommer/", appointments.AppointView.as_view(), name="appoint"),
    path("mandats/<int:pk>/fin/", appointments.EndMandateView.as_view(), name="end_mandate"),
    path(
        "mandats/<int:pk>/annulation/",
        appointments.CancelAppointmentView.as_view(),
        name="cancel_appointment",
    ),
]

urlpatterns = [
    path("seances/", include(session_pages)),
    path("comite/", include(composition_pages)),
]
