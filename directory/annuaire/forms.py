"""Narrowing the annuaire."""

from django import forms

from directory.annuaire.enums import Distance, Domain, Offer, Scope
from directory.organisations.departments import every_department
from directory.register.narrowing import FilterField, WordsField


class AnnuaireForm(forms.Form):
    """The filters of the annuaire, all optional."""

    q = WordsField("Nom, métier, thème, lieu")
    theme = FilterField(
        "Thème",
        "Tous les thèmes",
        Domain.choices,
        help_text="Qui accompagne toute la démarche est dans chaque thème.",
    )
    departement = FilterField("Département", "Toute la France", every_department())
    portee = FilterField("Portée", "Démarche ou actions", Scope.choices)
    offre = FilterField("Offre", "Accompagnement ou formation", Offer.choices)
    distance = FilterField("Lieu de travail", "Sur place ou à distance", Distance.choices)
