"""Which countries a call usually names, and on which clock their capitals live.

Pure data on top of organisations/countries.py. A call names its own countries; these are what the
officer finds ticked at first.
"""

from grants.organisations.countries import EUROPEAN_UNION, LATIN_AMERICA

ALSO_LATIN_AMERICA = ("DO", "HT")
"""Offered, not ticked: never eligible so far."""

OFFERED = {"la": LATIN_AMERICA + ALSO_LATIN_AMERICA, "eu": EUROPEAN_UNION}
"""Group of a call's country -> the countries to choose from."""

CAPITAL_ZONES = {
    "AR": "America/Argentina/Buenos_Aires",
    "BO": "America/La_Paz",
    "BR": "America/Sao_Paulo",
    "CL": "America/Santiago",
    "CO": "America/Bogota",
    "CR": "America/Costa_Rica",
    "CU": "America/Havana",
    "DO": "America/Santo_Domingo",
    "EC": "America/Guayaquil",
    "SV": "America/El_Salvador",
    "GT": "America/Guatemala",
    "HN": "America/Tegucigalpa",
    "HT": "America/Port-au-Prince",
    "MX": "America/Mexico_City",
    "NI": "America/Managua",
    "PA": "America/Panama",
    "PY": "America/Asuncion",
    "PE": "America/Lima",
    "UY": "America/Montevideo",
    "VE": "America/Caracas",
}
"""Zone of the capital, where a deadline is read; a country may have others."""
