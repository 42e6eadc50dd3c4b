"""The words by which a text about results is read: qualifiers, money, dates, subjects, countries. Pure data.

All folded: small letters without accents (``numerals.folded``). Stems stand for every ending.
"""

from reporting.publishing.wording import Qualifier

QUALIFIERS = {
    "es": {
        Qualifier.MORE_THAN: ("mas del?", "mas que", "por encima de", "superior a", "superiores a"),
        Qualifier.ABOUT: ("cerca del?", "casi", "alrededor del?", "aproximadamente", "unos", "unas", "en torno al?"),
    },
    "pt-br": {
        Qualifier.MORE_THAN: ("mais de", "mais que", "acima de", "superior a", "superiores a"),
        Qualifier.ABOUT: (
            "cerca de",
            "perto de",
            "quase",
            "em torno de",
            "aproximadamente",
            "por volta de",
            "uns",
            "umas",
        ),
    },
    "en": {
        Qualifier.MORE_THAN: ("more than", "over", "above"),
        Qualifier.ABOUT: ("close to", "about", "around", "nearly", "almost", "some", "approximately", "roughly"),
    },
}
"""Phrases that may stand before a number, and which rule they are held to."""

UNKNOWN_QUALIFIERS = {
    "es": (
        "menos del?", "hasta", "al menos", "por lo menos", "como minimo", "como maximo", "entre", "mas o menos",
        "(?:mucho|bastante) mas del?", "muy (?:por encima de|superior a)",
    ),
    "pt-br": (
        "menos de", "ate", "ao menos", "pelo menos", "no minimo", "no maximo", "entre", "mais ou menos",
        "(?:muito|bem|bastante) (?:mais de|acima de|superior a)",
    ),
    "en": (
        "less than", "fewer than", "up to", "at least", "at most", "between", "under", "below",
        "(?:well|far|way|many|much) (?:over|above|more than)",
    ),
}  # fmt: skip
"""Phrases no rule says when they are true: refused before a number."""

SIGNS = "+~<>≤≥≈±"
"""Signs that say the same as one of them: before a number all of them, behind it the plus."""

SCALES = {
    "es": {"mil millones": 1_000_000_000, "mil": 1_000, "millones": 1_000_000, "millon": 1_000_000, "m": 1_000_000},
    "pt-br": {
        "mil": 1_000, "milhoes": 1_000_000, "milhao": 1_000_000, "mi": 1_000_000, "bilhoes": 1_000_000_000,
        "bilhao": 1_000_000_000, "m": 1_000_000,
    },
    "en": {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "m": 1_000_000, "k": 1_000},
}  # fmt: skip
"""Words of size after a number in digits: "1,4 mil", "3 millones"."""

PER_CENT = ("ciento", "cento")
"""What stands behind "por" and is no number then."""

PERCENT = r"(?:%|por ciento|por cento|per cent|percent)"

OTHER_MONEY = r"(?:us\$|r\$|\$|usd\b|dolares\b|dollars?\b|soles\b|reais\b)"
"""Money that figures are not in."""

MONEY = rf"(?:€|euros?\b|eur\b|{OTHER_MONEY})"

LABELS = {
    "eu": {
        "es": ("aporte de la ue", "aporte de la union europea", "contribucion de la ue", "aporte europeo",
               "contribucion de la union europea", "subvencion"),
        "pt-br": ("contribuicao da ue", "contribuicao da uniao europeia", "aporte da uniao europeia", "aporte da ue",
                  "subvencao"),
        "en": ("eu contribution", "contribution of the eu", "contribution of the european union", "eu grant"),
    },
    "own": {
        "es": ("cofinanciamiento", "cofinanciacion", "contrapartida"),
        "pt-br": ("cofinanciamento", "contrapartida"),
        "en": ("co-financing", "cofinancing"),
    },
    "total": {
        "es": ("costo total", "coste total", "costos totales"),
        "pt-br": ("custo total", "custos totais"),
        "en": ("total cost",),
    },
}  # fmt: skip
"""Which of the three figures of money a text means (decisions.md D8)."""

MONTHS = {
    "es": "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre",
    "pt-br": "janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro",
    "en": "january|february|march|april|may|june|july|august|september|october|november|december",
}

BEFORE_A_YEAR = {
    "es": "en|de|desde|hasta|del|ano|fines|finales|inicios|mediados",
    "pt-br": "em|de|desde|ate|do|ano|fim|final|inicio|meados",
    "en": "in|since|until|of|by|year|from|late|early|mid",
}

BEHIND_A_YEAR = r"(?:y|e|and|a|to|hasta|ate|until|el|la|los|las|o|os|as|the|se|con|com|with)"
"""A lone year goes on with one of these or ends its part of the sentence; what is counted would follow at once."""

NUMBERED_NAMES = r"(?:componente|component|pilar|pillar|agenda|ods|sdgs?|lote|lot|anexo|annex|articulo|artigo|article)"
"""A number behind one of these is part of a name."""

VAGUE = {
    "es": {
        "cientos de miles": 200_000, "decenas de miles": 20_000, "miles de millones": 2_000_000_000,
        "miles": 2_000, "millares": 2_000, "cientos": 200, "centenares": 200, "decenas": 20, "docenas": 24,
        "millones": 2_000_000,
    },
    "pt-br": {
        "centenas de milhares": 200_000, "dezenas de milhares": 20_000, "milhares de milhoes": 2_000_000_000,
        "milhares": 2_000, "centenas": 200, "dezenas": 20, "duzias": 24, "milhoes": 2_000_000,
    },
    "en": {
        "hundreds of thousands": 200_000, "tens of thousands": 20_000,
        "thousands": 2_000, "hundreds": 200, "dozens": 24, "tens": 20, "millions": 2_000_000,
    },
}  # fmt: skip
"""Words for several of a size, the longest first: true from there on."""

_FIRMS = {
    "es": r"empresas?|mipymes?|pymes|negocios|productor[ae]?s?|proyectos?|empleos?",
    "pt-br": r"empresas?|mpmes?|negocios|produtor[ae]?s?|projetos?|empregos?",
    "en": r"firms?|msmes?|smes?|business(?:es)?|compan(?:y|ies)|enterprises?|producers?|projects?|jobs?",
}
CLAIMS = {
    "es": r"\b(?:(?:la )?mitad|(?:un|dos|tres|cuatro) (?:tercio|cuarto|quinto|sexto|octavo|decimo)s?|"
    r"(?:tercera|cuarta|quinta|sexta|octava|decima)s? partes?|(?:la )?(?:gran )?mayoria|la mayor parte|"
    r"(?:la )?(?:casi )?totalidad|"
    r"el (?:doble|triple|cuadruple|quintuple)|(?:se )?(?:duplic|triplic|cuadruplic|quintuplic|multiplic)\w+|"
    r"un (?:centenar|millar|punado|par)|una (?:decena|docena|quincena|veintena|treintena|cuarentena|cincuentena)|"
    rf"medi[ao] (?:millon|millar|centenar|docena)|casi tod[ao]s|tod[ao]s l[ao]s (?:{_FIRMS['es']})|"
    rf"(?:ningun|toda|cada una de las|numerosas|muchas|muchos)a? (?:{_FIRMS['es']})|"
    r"doble de|(?:veinti|treinta y |cuarenta y )?tant[ao]s|a medio camino|"
    r"(?:cada|por) (?:mes|ano|semana|dia)|por proyecto|al (?:mes|ano|dia)|(?:anual|mensual|semanal|diaria)mente|"
    r"docenas? y media|el grueso de|innumerables|incontables|numero uno|primer lugar|"
    r"record|lider(?:a|es)? en|l[ao]s mejores)\b",
    "pt-br": r"\b(?:(?:a )?metade|(?:um|dois|tres|quatro) (?:terco|quarto|quinto|sexto|oitavo|decimo)s?|"
    r"(?:terca|quarta|quinta|sexta|oitava|decima)s? partes?|(?:a )?(?:grande )?maioria|a maior parte|"
    r"(?:a )?(?:quase )?totalidade|"
    r"o (?:dobro|triplo|quadruplo)|(?:duplic|triplic|quadruplic|quintuplic|multiplic|dobr)(?:ou|aram|ando)|"
    r"um (?:milhar|punhado|par)|uma (?:centena|dezena|duzia|vintena)|mei[ao] (?:milhao|milhar|centena|duzia)|"
    rf"quase tod[ao]s|tod[ao]s [ao]s (?:{_FIRMS['pt-br']})|(?:nenhuma?|toda|muitas|muitos) (?:{_FIRMS['pt-br']})|"
    r"dobro de|(?:vinte e |trinta e )?tant[ao]s|no meio d[ao] (?:caminho|implementacao|execucao|prazo)|"
    r"(?:cada|por) (?:mes|ano|semana|dia)|por projeto|ao (?:mes|ano|dia)|(?:anual|mensal|semanal|diaria)mente|"
    r"duzias? e meia|o grosso d[aeo]s?|inumer[ao]s|incontaveis|numero um|primeiro lugar|"
    r"recorde|lider(?:a|es)? em)\b",
    "en": r"\b(?:half|(?:a|one|two|three|four)[ -](?:third|quarter|fifth|sixth|eighth|tenth)s?|(?:the )?majority|"
    r"(?:double|triple|quadruple|quintuple)[sd]?|twice|multiplied|(?:two|three|four|five|six|eight|ten|hundred)-?fold|"
    r"a (?:dozen|couple|handful|score)|nearly all|most of|many firms|record|scores of|"
    r"mid-?(?:way|point)|(?:per|each|every) (?:month|year|week|day)|per (?:project|firm)|"
    r"a (?:month|year|week|day)(?! (?:ago|later|earlier|before|after))|(?:annual|month|year|week)ly|daily|"
    r"countless|innumerable|number one|first place|"
    rf"(?:all|most|every|none of) (?:of )?(?:the |these |our )?(?:\w+ )?(?:{_FIRMS['en']}))\b",
}
"""Quantities said without a number: no figure stands behind them."""

FRACTIONS = r"[¼-¾⅐-↋①-⓿❶-➓]"
"""Signs that are numbers by themselves; no figure is written with them."""

HALFWAY = {
    "es": r"\ba (?:la )?mitad de su (?:implementacion|ejecucion|plazo|camino|periodo)\b",
    "pt-br": r"\b(?:a|na) metade d[ao] su?a? ?(?:implementacao|execucao|prazo|caminho|periodo)\b",
    "en": r"\bhalf ?way (?:through|into)\b",
}
"""The editor's phrase beside a shown elapsed share (decisions.md D9)."""

REGION = {
    "es": ("america latina", "latinoameric", "region", "iberoameric", "el programa", "del programa"),
    "pt-br": ("america latina", "latino-americ", "regiao", "regiona", "o programa", "do programa"),
    "en": ("latin america", "region", "the programme"),
}
"""Who says one of these speaks of all countries together."""

COUNTRIES = {
    "AR": r"argentin", "BO": r"bolivia", "BR": r"brasil|brazil", "CL": r"\bchile", "CO": r"colombia|colombian",
    "CR": r"costa rica|costarric|costa-riquen", "CU": r"\bcuba", "EC": r"ecuador|ecuatorian|equador|equatorian",
    "SV": r"el salvador|salvadore", "GT": r"guatemal", "HN": r"hondur", "MX": r"mexic", "NI": r"nicarag",
    "PA": r"\bpanam", "PY": r"paragua", "PE": r"\bperu", "UY": r"urugua", "VE": r"venez",
}  # fmt: skip
"""How each country and its people are named, in all three languages."""

OF_PERSONS = frozenset({"people", "finance_people", "staff"})
"""Subjects that count persons; all others count firms, jobs, projects, institutions."""

_BEFORE_A_NOUN = r"\W*(?:(?:de|of|the|las|los|as|os) )?"
PERSONS = {
    "es": rf"{_BEFORE_A_NOUN}(?:personas|mujeres|hombres|jovenes|familias|trabajador[ae]s)\b",
    "pt-br": rf"{_BEFORE_A_NOUN}(?:pessoas|mulheres|homens|jovens|familias|trabalhador[ae]s)\b",
    "en": rf"{_BEFORE_A_NOUN}(?:young )?(?:people|persons|women|men|families|workers)\b(?!-)",
}
"""Persons named right behind a number: it cannot be a figure of firms."""

MEASURES = {
    "es": rf"{_BEFORE_A_NOUN}(?:horas|dias|semanas|meses|anos|hectareas|kilos|litros|kilometros|certificaciones)\b",
    "pt-br": rf"{_BEFORE_A_NOUN}(?:horas|dias|semanas|meses|anos|hectares|quilos|litros|quilometros|certificacoes)\b",
    "en": rf"{_BEFORE_A_NOUN}(?:training )?(?:hours|days|weeks|months|years|hectares|kilos|litres|kilometres)\b",
}
"""What is measured or given out, named right behind a number: no figure counts it."""

SUBJECTS = {
    "trained": {"es": r"capacit|formaci|formad", "pt-br": r"capacit|formac|treinad|treinament", "en": r"train"},
    "practices": {"es": r"practica", "pt-br": r"pratica", "en": r"practice"},
    "standards": {
        "es": r"\bnorma|estandar|certific|sello", "pt-br": r"\bnorma|padroes|padrao|certific|selo",
        "en": r"norm|standard|certif|label",
    },
    "turnover": {
        "es": r"volumen de|ventas|vendi|facturaci", "pt-br": r"volume de|vendas|venderam|vendido|faturament",
        "en": r"turnover|sales|sold more",
    },
    "jobs": {"es": r"emple|puestos de trabajo", "pt-br": r"empreg|postos de trabalho", "en": r"\bjob|employ"},
    "resources": {"es": r"recursos", "pt-br": r"recursos", "en": r"resources"},
    "people": {"es": r"personas", "pt-br": r"pessoas", "en": r"people|persons"},
    "finance_people": {"es": r"financier", "pt-br": r"financeir", "en": r"financ"},
    "staff": {"es": r"personal|funcionari", "pt-br": r"funcionari|pessoal|equipe", "en": r"staff"},
    "projects": {"es": r"proyect|iniciativ", "pt-br": r"projet|iniciativ", "en": r"project|initiative"},
    "institutions": {
        "es": r"instituci|organizaci", "pt-br": r"institui|organizac", "en": r"institution|organisation",
    },
    "countries": {"es": r"pais", "pt-br": r"pais", "en": r"countr"},
    "pillars": {"es": r"pilar", "pt-br": r"pilar", "en": r"pillar"},
    "elapsed": {
        "es": r"plazo|tiempo|implementaci|ejecuci|periodo", "pt-br": r"prazo|tempo|implementac|execuc|periodo",
        "en": r"time|implementation|period|term|way",
    },
    "money": {"es": r"euro|eur\b|€", "pt-br": r"euro|eur\b|€", "en": r"euro|eur\b|€"},
    "emissions": {"es": r"emision|co2", "pt-br": r"emiss|co2", "en": r"emission|co2"},
}  # fmt: skip
"""Subject of a figure -> how a sentence of each language speaks of it."""
