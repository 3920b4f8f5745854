"""A name keeps its article out of the way of « de » and « à »."""

import pytest

from workflows.presentation.names import of_name, to_name


@pytest.mark.parametrize(
    ("name", "of", "to"),
    [
        ("Les Jardins de Cocagne", "des Jardins de Cocagne", "aux Jardins de Cocagne"),
        ("Le Relais", "du Relais", "au Relais"),
        ("La Cordée", "de la Cordée", "à la Cordée"),
        ("L’Ouvre-boîtes", "de l’Ouvre-boîtes", "à l’Ouvre-boîtes"),
        ("L'Atelier", "de l’Atelier", "à l’Atelier"),
        ("LES ATELIERS DU BOCAGE", "des ATELIERS DU BOCAGE", "aux ATELIERS DU BOCAGE"),
        ("LE RELAIS", "du RELAIS", "au RELAIS"),
        ("L'ATELIER", "de l’ATELIER", "à l’ATELIER"),
        ("le lieu-dit", "du lieu-dit", "au lieu-dit"),
        ("Les", "de Les", "à Les"),
        ("Lescure Énergies", "de Lescure Énergies", "à Lescure Énergies"),
        ("Laiterie", "de Laiterie", "à Laiterie"),
        ("Leïla Solidaire", "de Leïla Solidaire", "à Leïla Solidaire"),
    ],
)
def test_an_article_contracts(name: str, of: str, to: str) -> None:
    assert (of_name(name), to_name(name)) == (of, to)


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("Alma", "d’Alma"),
        ("Échanges 53", "d’Échanges 53"),
        ("E\u0301changes", "d’E\u0301changes"),
        ("Œuvres du Maine", "d’Œuvres du Maine"),
        ("ADAPEI 44", "d’ADAPEI 44"),
        ("Un toit pour tous", "d’Un toit pour tous"),
        ("Onze Lieux", "de Onze Lieux"),
        ("Oui au vélo", "de Oui au vélo"),
        ("Habitat 44", "d’Habitat 44"),
        ("HABITAT 44", "d’HABITAT 44"),
        ("Horizons partagés", "d’Horizons partagés"),
        ("Hôtel des possibles", "d’Hôtel des possibles"),
        ("Halle 6", "de Halle 6"),
        ("Herbert Compagnie", "de Herbert Compagnie"),
        ("HLM 72", "de HLM 72"),
        ("Yves et Cie", "d’Yves et Cie"),
        ("Yoga pour tous", "de Yoga pour tous"),
        ("Yeu Solidaire", "d’Yeu Solidaire"),
        ("Terres de Loire", "de Terres de Loire"),
        ("SCIC Énergies", "de SCIC Énergies"),
        ("3 Petits Points", "de 3 Petits Points"),
        ("  Alma ", "d’Alma"),
        ("", "de "),
    ],
)
def test_a_vowel_elides_and_an_h_is_asked_first(name: str, of: str) -> None:
    assert of_name(name) == of
