"""Every number and every claim of a text is found and judged by the figures."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.publishing.checking import ANYWHERE, Support, check
from reporting.publishing.wording import all_sayings, said
from reporting.publishing.writing import Fact, Scene, draft

pytestmark = pytest.mark.unit

FIGURES = [
    Support("trained.PE", Decimal(7042), "trained", "PE"),
    Support("practices.PE", Decimal(1963), "practices", "PE"),
    Support("green_jobs.PE", Decimal("1400.00"), "jobs", "PE"),
    Support("standards.PE", Decimal(1365), "standards", "PE"),
    Support("turnover.PE", Decimal(718), "turnover", "PE"),
    Support("projects.PE", Decimal(8), "projects", "PE"),
    Support("money_total.PE", Decimal("3030000.00"), "money", "PE", "total"),
    Support("money_eu.PE", Decimal("2354100.00"), "money", "PE", "eu"),
    Support("trained", Decimal(31940), "trained"),
    Support("projects", Decimal(66), "projects"),
    Support("institutions", Decimal(173), "institutions"),
    Support("countries", Decimal(15), "countries"),
    Support("pillars", Decimal(2), "pillars", ANYWHERE),
    Support("elapsed", Decimal(65), "elapsed", ANYWHERE, is_percent=True),
]


def verdicts(text, language="es", country="PE"):
    return [(claim.text, claim.verdict) for claim in check(text, FIGURES, language=language, country=country)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("más de 7,000 mipymes capacitadas", [("7,000", "ok")]),
        ("7,000 mipymes capacitadas", [("7,000", "qualifier_missing")]),
        ("más de 8,000 mipymes capacitadas", [("8,000", "qualifier_untrue")]),
        ("cerca de 7,000 mipymes capacitadas", [("7,000", "qualifier_untrue")]),
        ("7,042 mipymes capacitadas", [("7,042", "ok")]),
        ("7.042 mipymes capacitadas", [("7.042", "format_of_country")]),
        ("7042 mipymes capacitadas", [("7042", "format_of_country")]),
        ("7,042 mujeres capacitadas", [("7,042", "other_subject")]),
        ("decenas de proyectos", [("decenas", "vague_untrue")]),
        ("miles de mipymes capacitadas", [("miles", "ok")]),
        ("más de 7,000 mipymes capacitadas cada mes", [("7,000", "ok"), ("cada mes", "claim_without_figure")]),
        ("veintitantas instituciones", [("veintitantas", "claim_without_figure")]),
        ("⑨ mipymes capacitadas", [("⑨", "claim_without_figure")]),
        ("Pilar 9000 mipymes capacitadas", [("9000", "no_figure")]),
        (
            "7,042 mipymes capacitadas entre 2023 y 2025",
            [("7,042", "ok"), ("entre 2023 y 2025", "not_a_figure")],
        ),
        ("al menos 7,000 mipymes capacitadas", [("7,000", "qualifier_unknown")]),
        ("718 mipymes capacitadas", [("718", "other_subject")]),
        ("4,321 mipymes capacitadas", [("4,321", "no_figure")]),
        ("casi 2,000 mipymes con prácticas sostenibles", [("2,000", "ok")]),
        ("más de tres millones de euros", [("tres millones", "money_unlabelled")]),
        ("un costo total de más de tres millones de euros", [("tres millones", "ok")]),
        ("más de tres millones de euros de aporte de la UE", [("tres millones", "money_other_label")]),
        ("un costo total de 3.03 millones de euros", [("3.03 millones", "ok")]),
        ("EUR 3,030,000 de costo total", [("3,030,000", "ok")]),
        ("la mayoría de las empresas", [("la mayoría", "claim_without_figure")]),
        ("se triplicaron las ventas", [("se triplicaron", "claim_without_figure")]),
        ("a mitad de su implementación", [("a mitad de su implementación", "half_without_share")]),
        (
            "a mitad de su implementación (65 % del plazo)",
            [("a mitad de su implementación", "ok"), ("65 %", "ok")],
        ),
        ("un costo total de 3.03 millones de soles", [("3.03 millones", "money_other_currency")]),
        ("US$ 3,030,000 de costo total", [("3,030,000", "money_other_currency")]),
        ("una tercera parte, cuadruplicó, ½, un millar", [
            ("tercera parte", "claim_without_figure"), ("cuadruplicó", "claim_without_figure"),
            ("½", "claim_without_figure"), ("un millar", "claim_without_figure"),
        ]),
        ("más del 60 % del plazo", [("60 %", "ok")]),
        ("el 62 % de las empresas capacitadas", [("62 %", "no_figure")]),
        ("el 62 por ciento de las empresas capacitadas", [("62 por ciento", "no_figure")]),
        ("“más de siete mil mipymes se han capacitado”", [("siete mil", "ok")]),
        ("1.4 mil empleos verdes", [("1.4 mil", "ok")]),
        ("1,4 mil empleos verdes", [("1,4 mil", "format_of_country")]),
        ("miles de mipymes", [("miles", "ok")]),
        ("millones de mipymes", [("millones", "vague_untrue")]),
        ("cientos de miles de mipymes", [("cientos de miles", "vague_untrue")]),
        ("９,０００ mipymes capacitadas", [("９,０００", "no_figure")]),  # noqa: RUF001 (full-width)
        ("7,042+ mipymes capacitadas", [("7,042", "qualifier_unknown")]),
        ("mucho más de 7,000 mipymes capacitadas", [("7,000", "qualifier_unknown")]),
        ("Perú - 7,042 mipymes capacitadas", [("7,042", "ok")]),
        ("En América Latina hay 66 proyectos, de los cuales ocho en Perú", [("66", "ok"), ("ocho", "ok")]),
        ("66 proyectos en América Latina, de los cuales ocho están en Perú", [("66", "ok"), ("ocho", "ok")]),
        ("66 proyectos en Perú, de los cuales ocho están en América Latina", [
            ("66", "other_scope"), ("ocho", "other_scope"),
        ]),
        ("7 042 mil mipymes capacitadas", [("7 042 mil", "no_figure")]),
        ("7,042 horas de capacitación", [("7,042", "other_subject")]),
        ("7,042 mipymes capacitadas en Perú y Colombia", [("7,042", "other_scope")]),
        ("7,042 mipymes capacitadas anualmente", [("7,042", "ok"), ("anualmente", "claim_without_figure")]),
        ("más de 31,000 mipymes peruanas capacitadas", [("31,000", "other_scope")]),
        ("más de 31,000 mipymes capacitadas", [("31,000", "other_scope")]),
        ("en América Latina, 31,940 mipymes capacitadas", [("31,940", "ok")]),
        ("más de 7,000 mipymes colombianas capacitadas", [("7,000", "other_scope")]),
        ("dos pilares", [("dos", "ok")]),
        ("una sola vez", []),
        ("al 30 de junio de 2025 el Componente 1", [("30 de junio de 2025", "not_a_figure"), ("1", "not_a_figure")]),
        ("En 2025 se abrió", [("2025", "not_a_figure")]),
        ("2025 empresas capacitadas", [("2025", "no_figure")]),
        ("CO2 y la norma", []),
        (
            "1,400 empresas han adoptado prácticas y 1,963 empleos verdes",
            [("1,400", "other_subject"), ("1,963", "other_subject")],
        ),
    ],
)  # fmt: skip
def test_each_number_of_a_spanish_note_of_peru_gets_its_verdict(text, expected):
    assert verdicts(text) == expected


@pytest.mark.parametrize(
    ("text", "language", "country", "expected"),
    [
        ("mais de 7,000 MPMEs capacitadas", "pt-br", "PE", [("7,000", "ok")]),
        ("mais de sete mil MPMEs capacitadas", "pt-br", "PE", [("sete mil", "ok")]),
        ("a metade das empresas", "pt-br", "PE", [("a metade", "claim_without_figure")]),
        ("uma dúzia de projetos", "pt-br", "PE", [("uma dúzia", "claim_without_figure")]),
        ("one-third of all small firms", "en", "PE", [
            ("one-third", "claim_without_figure"), ("all small firms", "claim_without_figure"),
        ]),
        ("um custo total de mais de três milhões de euros", "pt-br", "PE", [("três milhões", "ok")]),
        ("more than 7,000 small firms were trained", "en", "PE", [("7,000", "ok")]),
        ("half of the firms", "en", "PE", [("half", "claim_without_figure")]),
        ("halfway through its implementation", "en", "PE", [("halfway through", "half_without_share")]),
        ("a total cost of more than three million euros", "en", "PE", [("three million", "ok")]),
        ("31,940 firms were trained", "en", "", [("31,940", "ok")]),
        ("In Peru, 7,042 firms were trained", "en", "", [("7,042", "ok")]),
    ],
)  # fmt: skip
def test_portuguese_english_and_the_region_are_judged_by_the_same_rules(text, language, country, expected):
    assert verdicts(text, language, country) == expected


def test_places_are_those_of_the_text_whatever_its_accents():
    text = "Perú: ¡más de 7,000 mipymes capacitadas!"

    claim = check(text, FIGURES, language="es", country="PE")[0]

    assert text[claim.start : claim.end] == "7,000"


def test_the_published_note_passes_but_for_its_untrue_and_unlabelled_claims():
    press = (
        "A mitad de su implementación, el programa marca un hito en América Latina con 66 proyectos en ejecución, de "
        "los cuales ocho se desarrollan en Perú.\nCon más de tres millones de euros destinados al país.\n"
        "Más de 7,000 mipymes peruanas han recibido capacitación.\nCerca de 2,000 empresas han adoptado prácticas "
        "sostenibles, generando o manteniendo 1,400 empleos verdes.\n1,365 mipymes ya aplican normas y estándares.\n"
        "Más de 700 empresas lograron incrementar el volumen de sus negocios.\nMás de 170 instituciones "
        "latinoamericanas y europeas."
    )  # fmt: skip

    refused = [claim.verdict for claim in check(press, FIGURES, language="es", country="PE") if claim.is_refused]

    assert refused == ["half_without_share", "money_unlabelled"]


FACTS = {
    "trained": 7042, "practices": 1963, "green_jobs": 1400, "standards": 1365, "turnover": 718, "projects": 8,
    "projects_region": 66, "countries": 15, "institutions": 173, "money_total": 3_030_000, "money_eu": 2_354_100,
    "elapsed": 65,
}  # fmt: skip


DATES = {"es": "30 de junio de 2025", "pt-br": "30 de junho de 2025", "en": "30 June 2025"}


def facts():
    return {
        name: Fact(name, Decimal(value), 10 if name == "institutions" else 0, name.startswith("money"))
        for name, value in FACTS.items()
    }


@settings(max_examples=60)
@given(st.sampled_from(["es", "pt-br", "en"]), st.data())
def test_a_draft_passes_the_check_whatever_true_saying_was_chosen(language, data):
    countable = [name for name in FACTS if name != "elapsed"]
    choices = {name: data.draw(st.sampled_from(facts()[name].sayings())).code for name in countable}
    scene = Scene(language, "PE", "Peru", DATES[language], has_ended=data.draw(st.booleans()))

    written = draft(scene, facts(), choices)

    claims = [claim for part in written for claim in check(part, FIGURES, language=language, country="PE")]
    assert [claim for claim in claims if claim.is_refused] == []


def test_a_draft_does_not_speak_of_several_countries_where_there_is_one():
    scene, few = Scene("es", "", "", "30 de junio de 2025"), {"countries": Fact("countries", Decimal(1))}

    assert "países con proyectos" not in draft(scene, few, {})[1]
    assert "dos países con proyectos" in draft(scene, {"countries": Fact("countries", Decimal(2))}, {})[1]


def test_the_draft_of_peru_says_what_the_published_note_says():
    title, text = draft(Scene("es", "PE", "Perú", "30 de junio de 2025"), facts(), {})

    assert title == "Perú: más de 7,000 mipymes capacitadas con AL-INVEST Verde"
    for said_there in (
        "Más de 7,000 mipymes", "Cerca de 2,000 mipymes", "1,400 empleos verdes", "1,365 mipymes", "Más de 700 mipymes",
        "66 proyectos", "ocho proyectos", "costo total de más de tres millones de euros", "más de 170 instituciones",
    ):  # fmt: skip
        assert said_there in text


def test_the_draft_says_of_one_project_what_is_said_of_one_and_names_those_that_ended():
    one, scene = facts() | {"projects": Fact("projects", Decimal(1))}, Scene("es", "PE", "Perú", "30 de junio de 2026")

    text = draft(Scene("es", "PE", "Perú", "30 de junio de 2026", ("café",)), one, {})[1]
    for said_there in (
        "El proyecto en Perú tiene un costo total de",
        "El sector es: café.",
        "% del plazo del proyecto.",
    ):
        assert said_there in text
    text = draft(replace(scene, has_ended=True), one, {})[1]
    assert "Los proyectos financiados en Perú hasta el 30 de junio de 2026, también los que ya terminaron" in text


def test_what_is_missing_falls_away_with_its_sentence():
    title, text = draft(Scene("en", "PY", "Paraguay", "30 June 2025"), {"projects": Fact("projects", Decimal(1))}, {})

    assert title == "Paraguay: results of AL-INVEST Verde"
    assert "In Paraguay, one project is carried out." in text
    assert "trained" not in text


@given(st.decimals(min_value=11, max_value=9_000_000, places=0), st.sampled_from(["PE", "CO", "BR", "MX"]))
def test_what_is_said_of_a_figure_is_always_borne_out_by_it(value, country):
    figures = [Support("trained", value, "trained", country)]
    for saying in all_sayings(value):
        text = f"{said(saying, 'es', country)} mipymes capacitadas"
        assert [claim.verdict for claim in check(text, figures, language="es", country=country)] == ["ok"], text


def test_a_number_in_the_name_of_an_organisation_counts_nothing():
    names = ["Cámara 24 Horas", "Asociación Dos Ríos"]
    text = "La Cámara 24 Horas y la Asociación Dos Ríos trabajan en 3 países."

    judged = check(text, FIGURES, language="es", country="PE", names=names)

    assert [(claim.text, claim.verdict) for claim in judged] == [("3", "no_figure")]
    assert [claim.text for claim in check(text, FIGURES, language="es", country="PE")] == ["24", "Dos", "3"]
