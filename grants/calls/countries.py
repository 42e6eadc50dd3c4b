"""Which countries a call usually names, and on which clock their capitals live.

Pure data: the eighteen Latin American countries of sequa's calls (domain.md 1.4) and the members of
the European Union. A call names its own; these are what the officer finds ticked at first.
"""

LATIN_AMERICA = (
    "AR", "BO", "BR", "CL", "CO", "CR", "CU", "EC", "SV", "GT", "HN", "MX", "NI", "PA", "PY", "PE", "UY", "VE",
)  # fmt: skip
"""Eligible in both calls of the programme."""

ALSO_LATIN_AMERICA = ("DO", "HT")
"""Offered, not ticked: never eligible so far."""

EUROPEAN_UNION = (
    "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU", "MT",
    "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE",
)  # fmt: skip

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
