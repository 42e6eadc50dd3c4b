"""The cast of the demo: who has a login, in which role. Organisations name their own people."""

from grants.permissions import Role

CAST = {
    # key: (name, language, time zone, programme roles)
    "ana": ("Ana Quispe", "es", "America/Lima", ()),
    "bruno": ("Bruno Ferraris", "en", "Europe/Rome", ()),
    "clara": ("Clara Benítez", "es", "America/Bogota", (Role.ASSESSOR,)),
    "carlos": ("Carlos Andrade", "pt-br", "America/Sao_Paulo", (Role.ASSESSOR,)),
    "celia": ("Celia Duarte", "es", "America/Asuncion", (Role.ASSESSOR,)),
    "ines": ("Inés Aguilar", "es", "Europe/Madrid", (Role.CHAIR,)),
    "sonia": ("Sonia Weber", "en", "Europe/Berlin", (Role.SECRETARY,)),
    "vera": ("Vera Lindqvist", "en", "Europe/Stockholm", (Role.VOTER,)),
    "victor": ("Víctor Paredes", "es", "America/La_Paz", (Role.VOTER,)),
    "valeria": ("Valeria Campos", "pt-br", "America/Sao_Paulo", (Role.VOTER,)),
    "diego": ("Diego Hartmann", "es", "Europe/Berlin", (Role.OFFICER,)),
    "dora": ("Dora Kessler", "en", "Europe/Berlin", (Role.OFFICER,)),
    "marta": ("Marta Iriarte", "es", "America/Asuncion", (Role.MONITOR,)),
    "pilar": ("Pilar Salazar", "es", "America/Lima", (Role.CHAMBER_REPORTER,)),
    "elena": ("Elena Voigt", "en", "Europe/Berlin", (Role.FINANCE_INITIATOR,)),
    "hugo": ("Hugo Brandt", "en", "Europe/Berlin", (Role.FINANCE_APPROVER,)),
    "olga": ("Olga Marchetti", "en", "Europe/Brussels", (Role.DONOR,)),
    "axel": ("Axel Nyström", "en", "Europe/Brussels", (Role.AUDITOR,)),
    "fabio": ("Fabio Condori", "es", "America/La_Paz", ()),
    "admin": ("Irma Beltrán", "en", "Europe/Berlin", (Role.ADMINISTRATOR,)),
}
DOMAIN = "demo.example"
