"""The columns of the firm list as data: what they are called, what they take, what they count for. Pure.

One row is one firm; for a further standard or a further line of jobs the firm stands in another row. A block
of columns is one kind of fact: it is empty or begun, and once begun some of its columns are needed. Which
indicator a block feeds stands here and nowhere else (decisions.md D3).
"""

from dataclasses import dataclass
from functools import cache

from babel import Locale

from grants.organisations.names import search_form
from reporting.firms.identity import COUNTRIES
from reporting.firms.sections import sections

VERSION = 1
"""Of the template; raised when its columns change, so that a list on an old one is named."""

LANGUAGES = ("es", "pt-br", "en")
"""The order in which words stand below."""

Words = tuple[str, str, str]


@dataclass(frozen=True)
class Choice:
    """One value a cell takes: its code, its words, and other words people use for it."""

    code: str
    words: Words
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """One column: ``key`` names it for ever, ``words`` on the sheet; ``kind`` says how a cell is read.

    Kinds: text, tax_id, choice, date, number, flag. ``begins`` is whether something in it begins its block.
    """

    key: str
    kind: str
    words: Words
    block: str = ""
    is_needed: bool = False
    begins: bool = True
    choices: tuple[Choice, ...] = ()
    longest: int = 200
    places: int = 2
    digits: int = 8
    width: int = 16

    def word(self, language):
        """What the column is called."""
        return self.words[LANGUAGES.index(language)]


@dataclass(frozen=True)
class Measure:
    """A fact a block makes: for which indicator, with the amount of which column, of which sex."""

    indicator: str
    amount: str = ""
    sex: str = ""


@dataclass(frozen=True)
class Block:
    """Columns that together say one kind of fact of a firm.

    ``is_state`` is whether it says how things stand on a day: then two rows cannot say two things of it.
    """

    key: str
    words: Words
    on: str
    measures: tuple[Measure, ...]
    needs: tuple[str, ...] = ()
    item: str = ""
    status: str = ""
    valid_until: str = ""
    evidence: str = ""
    is_state: bool = True

    def word(self, language):
        """What the block is called."""
        return self.words[LANGUAGES.index(language)]


SELF_DECLARED, WITHDRAWN = "self_declared", "withdrawn"

ENTITY_TYPES = (
    Choice("company", ("Empresa", "Empresa", "Company"), ("sociedad", "sociedade", "compania")),
    Choice(
        "own_account", ("Productor por cuenta propia", "Produtor por conta própria", "Own-account producer"),
        ("persona natural", "pessoa fisica", "cuenta propia", "conta propria", "productor", "produtor",
            "own account"),
    ),
    Choice("cooperative", ("Cooperativa", "Cooperativa", "Cooperative"), ("coop",)),
    Choice("association", ("Asociación", "Associação", "Association"), ("asociacion de productores",)),
    Choice("public", ("Entidad pública", "Entidade pública", "Public body"), ("publica", "gobierno",
        "orgao publico")),
)  # fmt: skip
SIZES = (
    Choice("micro", ("Micro", "Micro", "Micro"), ("microempresa", "me")),
    Choice("small", ("Pequeña", "Pequena", "Small"), ("pequena empresa", "epp")),
    Choice("medium", ("Mediana", "Média", "Medium"), ("mediana empresa", "media empresa")),
    Choice("large", ("Grande", "Grande", "Large"), ("gran empresa", "grande empresa")),
    Choice("unknown", ("No se sabe", "Não se sabe", "Unknown"), ("desconocido", "desconhecido", "nd")),
)
SEXES = (
    Choice("female", ("Mujer", "Mulher", "Woman"), ("f", "femenino", "feminino", "women", "mujeres", "mulheres")),
    Choice("male", ("Hombre", "Homem", "Man"), ("h", "masculino", "men", "hombres", "homens")),
    Choice("both", ("Ambos", "Ambos", "Both"), ("mixto", "misto", "mixed")),
    Choice("unknown", ("No se sabe", "Não se sabe", "Unknown"), ("desconocido", "desconhecido", "nd")),
)
STATUSES = (
    Choice("certified", ("Certificado", "Certificado", "Certified"), ("certificada",)),
    Choice("verified", ("Verificado", "Verificado", "Verified"), ("verificada",)),
    Choice(SELF_DECLARED, ("Autodeclarado", "Autodeclarado", "Self-declared"), ("declarado", "autodeclarada")),
)
STATUSES_IN_FORCE = (*STATUSES, Choice(WITHDRAWN, ("Retirado", "Retirado", "Withdrawn"), ("retirada", "abandonado")))
FLAG = (
    Choice("yes", ("Sí", "Sim", "Yes"), ("s", "y", "x", "1", "true", "verdadero", "verdadeiro")),
    Choice("no", ("No", "Não", "No"), ("n", "0", "false", "falso")),
)


def _countries():
    names = [Locale.parse(language) for language in ("es", "pt_BR", "en")]
    return tuple(Choice(code, tuple(locale.territories[code] for locale in names)) for code in COUNTRIES)


def _sections():
    return tuple(
        Choice(
            letter,
            tuple(f"{letter} · {row[name]}"[:100] for name in ("es", "pt", "en")),
            (row["es"], row["pt"], row["en"]),
        )
        for letter, row in sections().items()
    )


COLUMNS = (
    Column("name", "text", ("Nombre", "Nome", "Name"), is_needed=True, longest=250, width=34),
    Column("country", "choice", ("País", "País", "Country"), is_needed=True, choices=_countries()),
    Column(
        "entity_type", "choice", ("Tipo de entidad", "Tipo de entidade", "Kind of entity"),
        is_needed=True, choices=ENTITY_TYPES, width=24,
    ),
    Column("tax_id", "tax_id", ("Número tributario", "Número fiscal", "Tax id"), width=20),
    Column("place", "text", ("Localidad", "Localidade", "Place"), longest=120, width=20),
    Column("contact", "text", ("Teléfono o correo", "Telefone ou e-mail", "Telephone or e-mail"), longest=120,
        width=24),
    Column("size", "choice", ("Tamaño", "Porte", "Size"), is_needed=True, choices=SIZES),
    Column("section", "choice", ("Sector (sección CIIU)", "Setor (seção CIIU)", "Sector (ISIC section)"),
           choices=_sections(), width=24),
    Column("owner_sex", "choice", ("Sexo de quien dirige", "Sexo de quem dirige", "Sex of the owner or manager"),
           choices=SEXES),
    Column("supported_on", "date", ("Apoyada desde", "Apoiada desde", "Supported since")),
    #
    Column("trained_on", "date", ("Capacitada el", "Capacitada em", "Trained on"), "training"),
    Column("training_hours", "number", ("Horas de capacitación", "Horas de capacitação", "Hours of training"),
        "training"),
    Column("training_evidence", "text", ("Prueba de asistencia", "Prova de presença", "Proof of attendance"),
        "training",
           begins=False),
    #
    Column("practice_on", "date", ("Práctica desde", "Prática desde", "Practice since"), "practice"),
    Column("practice", "text", ("Práctica sostenible", "Prática sustentável", "Sustainable practice"), "practice",
           longest=80, width=26),
    Column("practice_status", "choice", ("Estado de la práctica", "Situação da prática", "Status of the practice"),
           "practice", choices=STATUSES_IN_FORCE),
    Column("practice_evidence", "text", ("Evidencia de la práctica", "Evidência da prática",
        "Evidence of the practice"),
           "practice", begins=False),
    #
    Column("standard_on", "date", ("Norma desde", "Norma desde", "Standard since"), "standard"),
    Column("standard", "text", ("Norma o certificación", "Norma ou certificação", "Standard or certification"),
        "standard",
           longest=80, width=26),
    Column("standard_status", "choice", ("Estado de la norma", "Situação da norma", "Status of the standard"),
        "standard",
           choices=STATUSES_IN_FORCE),
    Column("standard_valid_until", "date", ("Vigente hasta", "Válida até", "Valid until"), "standard"),
    Column("standard_evidence", "text", ("Número de certificado", "Número do certificado",
        "Number of the certificate"),
           "standard", begins=False),
    #
    Column("jobs_on", "date", ("Empleos al", "Empregos em", "Jobs on"), "jobs"),
    Column("jobs_line", "text", ("Línea de empleos", "Linha de empregos", "Line of jobs"), "jobs", longest=80,
        begins=False),
    Column("jobs_created_women", "number", ("Creados, mujeres", "Criados, mulheres", "Created, women"), "jobs"),
    Column("jobs_created_men", "number", ("Creados, hombres", "Criados, homens", "Created, men"), "jobs"),
    Column("jobs_maintained_women", "number", ("Mantenidos, mujeres", "Mantidos, mulheres", "Maintained, women"),
        "jobs"),
    Column("jobs_maintained_men", "number", ("Mantenidos, hombres", "Mantidos, homens", "Maintained, men"), "jobs"),
    Column("staff", "number", ("Personal de la empresa", "Pessoal da empresa", "Staff of the firm"), "jobs",
        begins=False),
    Column("jobs_threat", "text", ("Amenaza o cambio de tareas", "Ameaça ou mudança de tarefas",
                                   "Threat or change of tasks"), "jobs", begins=False, width=26),
    Column("jobs_green", "flag", ("Empleos verdes", "Empregos verdes", "Green jobs"), "jobs", choices=FLAG,
        begins=False),
    Column("jobs_digital", "flag", ("Empleos digitales", "Empregos digitais", "Digital jobs"), "jobs", choices=FLAG,
           begins=False),
    Column("jobs_evidence", "text", ("Planilla o contratos", "Folha ou contratos", "Payroll or contracts"), "jobs",
           begins=False),
    #
    Column("turnover_on", "date", ("Más ventas desde", "Mais vendas desde", "More turnover since"), "turnover"),
    Column("turnover_status", "choice", ("Estado de las ventas", "Situação das vendas", "Status of the turnover"),
        "turnover",
           choices=STATUSES),
    Column("turnover_evidence", "text", ("Declaración de ventas", "Declaração de vendas", "Sales declaration"),
        "turnover",
           begins=False),
    #
    Column("resources_on", "date", ("Recursos desde", "Recursos desde", "Resources since"), "resources"),
    Column("resources_status", "choice", ("Uso sostenible de recursos", "Uso sustentável de recursos",
                                          "Sustainable use of resources"), "resources", choices=STATUSES_IN_FORCE),
    Column("resources_evidence", "text", ("Evidencia del uso", "Evidência do uso", "Evidence of the use"),
        "resources",
           begins=False),
)  # fmt: skip

CREATED = ("jobs_created_women", "jobs_created_men")
MAINTAINED = ("jobs_maintained_women", "jobs_maintained_men")

FIRM = ("La empresa", "A empresa", "The firm")
"""What the first columns are about."""

BLOCKS = (
    Block(
        "training", ("Capacitación", "Capacitação", "Training"), "trained_on", (Measure("AIV-OP-01",
            "training_hours"),),
        needs=("trained_on", "training_hours", "training_evidence"), evidence="training_evidence", is_state=False,
    ),
    Block(
        "practice", ("Práctica sostenible", "Prática sustentável", "Sustainable practice"), "practice_on",
        (Measure("AIV-OC-01"),), needs=("practice_on", "practice", "practice_status"), item="practice",
        status="practice_status", evidence="practice_evidence",
    ),
    Block(
        "standard", ("Norma o certificación", "Norma ou certificação", "Standard or certification"), "standard_on",
        (Measure("AIV-OC-02"),), needs=("standard_on", "standard", "standard_status"), item="standard",
        status="standard_status", valid_until="standard_valid_until", evidence="standard_evidence",
    ),
    Block(
        "jobs", ("Empleos (equivalentes a tiempo completo)", "Empregos (equivalentes a tempo integral)",
                 "Jobs (full-time equivalents)"), "jobs_on",
        (
            Measure("AIV-OC-03a", "jobs_created_women", "female"), Measure("AIV-OC-03a", "jobs_created_men", "male"),
            Measure("AIV-OC-03b", "jobs_maintained_women", "female"), Measure("AIV-OC-03b", "jobs_maintained_men",
                "male"),
        ),
        needs=("jobs_on", "staff"), item="jobs_line", evidence="jobs_evidence",
    ),
    Block(
        "turnover", ("Mayor volumen de negocios", "Maior volume de negócios", "More turnover"), "turnover_on",
        (Measure("AIV-OC-04"),), needs=("turnover_on", "turnover_status"), status="turnover_status",
        evidence="turnover_evidence",
    ),
    Block(
        "resources", ("Uso sostenible de recursos", "Uso sustentável de recursos", "Sustainable use of resources"),
        "resources_on", (Measure("AIV-OP-05"),), needs=("resources_on", "resources_status"),
            status="resources_status",
        evidence="resources_evidence",
    ),
)  # fmt: skip

BY_KEY = {column.key: column for column in COLUMNS}
MASTER = tuple(column.key for column in COLUMNS if not column.block)
SAME_IN_EVERY_ROW = ("entity_type", "size", "section", "owner_sex")
"""Columns in which all rows of one firm say the same."""

INDICATORS = tuple(sorted({measure.indicator for block in BLOCKS for measure in block.measures}))


@cache
def word_codes(key):
    """Every word, in search form, that a cell of this column may hold -> its code."""
    return {
        search_form(word): choice.code
        for choice in BY_KEY[key].choices
        for word in (choice.code, *choice.words, *choice.also)
    }


@cache
def header_keys():
    """Every name a column goes by, in search form -> its key."""
    return {search_form(name): column.key for column in COLUMNS for name in (column.key, *column.words)}
