"""The sentences a note is drafted from, in three languages. Pure data; ``writing`` fills them in.

Each sentence stands for one fact and falls away where the fact is missing. ``{said}`` is qualifier and
number, ``{Said}`` the same at the beginning of a sentence, ``{place}`` "en Perú" with its preposition.
"""

SENTENCES = {
    "es": {
        "title": "{name}: {said} mipymes capacitadas con AL-INVEST Verde",
        "title_region": "América Latina: {said} mipymes capacitadas con AL-INVEST Verde",
        "title_plain": "{name}: resultados de AL-INVEST Verde",
        "programme": "AL-INVEST Verde es un programa de la Unión Europea que ayuda a las pequeñas empresas de "
        "América Latina a producir de manera más verde.",
        "projects_region": "En América Latina hay {said} proyectos en ejecución.",
        "countries": "La región suma {said} países con proyectos.",
        "projects": "{Place} se llevan a cabo {said} proyectos.",
        "project": "{Place} se lleva a cabo un proyecto.",
        "pillars": "El trabajo sigue dos pilares: la agricultura sin deforestación y los negocios circulares y bajos "
        "en carbono.",
        "elapsed": "Ha transcurrido el {said} % del plazo de los proyectos.",
        "elapsed_of_one": "Ha transcurrido el {said} % del plazo del proyecto.",
        "money_total": "Los proyectos {place} tienen un costo total de {said}.",
        "money_total_of_one": "El proyecto {place} tiene un costo total de {said}.",
        "money_total_of_all": "Los proyectos financiados {place} hasta el {date}, también los que ya terminaron, "
        "tienen un costo total de {said}.",
        "money_eu": "De ese monto, el aporte de la Unión Europea es de {said}.",
        "sectors": "Los sectores son: {list}.",
        "sectors_of_one": "El sector es: {list}.",
        "results": "Resultados {place} al {date}:",
        "trained": "{Said} mipymes se capacitaron en productividad, economía circular o digitalización.",
        "practices": "{Said} mipymes aplican prácticas sostenibles.",
        "green_jobs": "{Said} empleos verdes, en equivalentes a tiempo completo, se crearon o se mantuvieron.",
        "jobs": "{Said} empleos verdes o digitales, en equivalentes a tiempo completo, se crearon o se mantuvieron.",
        "standards": "{Said} mipymes cumplen normas o estándares de sostenibilidad.",
        "turnover": "{Said} mipymes declaran un mayor volumen de negocios.",
        "counted": "Cada empresa se cuenta una sola vez, aunque participe en varios proyectos.",
        "institutions": "En toda la región, {said} instituciones latinoamericanas y europeas hacen posible este "
        "trabajo.",
        "chambers": "Además de los proyectos, llegan a las empresas {place} acciones propias de las cámaras del "
        "programa: {list}.",
        "sequa": "El Componente 1 de AL-INVEST Verde, a cargo de la organización alemana sequa, otorga fondos a "
        "asociaciones de pequeñas empresas para una economía más circular y con menos carbono.",
    },
    "pt-br": {
        "title": "{name}: {said} MPMEs capacitadas com o AL-INVEST Verde",
        "title_region": "América Latina: {said} MPMEs capacitadas com o AL-INVEST Verde",
        "title_plain": "{name}: resultados do AL-INVEST Verde",
        "programme": "O AL-INVEST Verde é um programa da União Europeia que ajuda as pequenas empresas da América "
        "Latina a produzir de forma mais verde.",
        "projects_region": "Na América Latina há {said} projetos em execução.",
        "countries": "A região soma {said} países com projetos.",
        "projects": "{Place} são realizados {said} projetos.",
        "project": "{Place} é realizado um projeto.",
        "pillars": "O trabalho segue dois pilares: a agricultura sem desmatamento e os negócios circulares e de baixo "
        "carbono.",
        "elapsed": "Já transcorreu {said} % do prazo dos projetos.",
        "elapsed_of_one": "Já transcorreu {said} % do prazo do projeto.",
        "money_total": "Os projetos {place} têm um custo total de {said}.",
        "money_total_of_one": "O projeto {place} tem um custo total de {said}.",
        "money_total_of_all": "Os projetos financiados {place} até {date}, também os já encerrados, têm um custo "
        "total de {said}.",
        "money_eu": "Desse montante, a contribuição da União Europeia é de {said}.",
        "sectors": "Os setores são: {list}.",
        "sectors_of_one": "O setor é: {list}.",
        "results": "Resultados {place} em {date}:",
        "trained": "{Said} MPMEs foram capacitadas em produtividade, economia circular ou digitalização.",
        "practices": "{Said} MPMEs aplicam práticas sustentáveis.",
        "green_jobs": "{Said} empregos verdes, em equivalentes a tempo integral, foram criados ou mantidos.",
        "jobs": "{Said} empregos verdes ou digitais, em equivalentes a tempo integral, foram criados ou mantidos.",
        "standards": "{Said} MPMEs cumprem normas ou padrões de sustentabilidade.",
        "turnover": "{Said} MPMEs declaram um maior volume de negócios.",
        "counted": "Cada empresa é contada uma única vez, mesmo que participe de vários projetos.",
        "institutions": "Em toda a região, {said} instituições latino-americanas e europeias tornam este trabalho "
        "possível.",
        "chambers": "Além dos projetos, chegam às empresas {place} ações próprias das câmaras do programa: {list}.",
        "sequa": "O Componente 1 do AL-INVEST Verde, executado pela organização alemã sequa, concede fundos a "
        "associações de pequenas empresas para uma economia mais circular e com menos carbono.",
    },
    "en": {
        "title": "{name}: {said} small firms trained with AL-INVEST Verde",
        "title_region": "Latin America: {said} small firms trained with AL-INVEST Verde",
        "title_plain": "{name}: results of AL-INVEST Verde",
        "programme": "AL-INVEST Verde is a programme of the European Union that helps small firms in Latin America "
        "to produce in greener ways.",
        "projects_region": "In Latin America, {said} projects are in execution.",
        "countries": "Across the region, {said} countries have projects.",
        "projects": "{Place}, {said} projects are carried out.",
        "project": "{Place}, one project is carried out.",
        "pillars": "The work rests on two pillars: farming without deforestation, and businesses that are circular "
        "and low in carbon.",
        "elapsed": "Of the projects' time, {said} % has passed.",
        "elapsed_of_one": "Of the project's time, {said} % has passed.",
        "money_total": "The projects {place} have a total cost of {said}.",
        "money_total_of_one": "The project {place} has a total cost of {said}.",
        "money_total_of_all": "The projects funded {place} up to {date}, those that have ended included, have a total "
        "cost of {said}.",
        "money_eu": "Of this, the EU contribution is {said}.",
        "sectors": "The sectors are: {list}.",
        "sectors_of_one": "The sector is: {list}.",
        "results": "Results {place} at {date}:",
        "trained": "{Said} small firms were trained in productivity, circular economy or digitalisation.",
        "practices": "{Said} small firms apply sustainable practices.",
        "green_jobs": "{Said} green jobs, in full-time equivalents, were created or maintained.",
        "jobs": "{Said} green or digital jobs, in full-time equivalents, were created or maintained.",
        "standards": "{Said} small firms meet sustainability norms or standards.",
        "turnover": "{Said} small firms declare a higher turnover.",
        "counted": "Each firm is counted only once, even if it takes part in several projects.",
        "institutions": "Across the region, {said} Latin American and European institutions make this work possible.",
        "chambers": "Beside the projects, own actions of the programme's chambers reach firms {place}: {list}.",
        "sequa": "Component 1 of AL-INVEST Verde, run by the German organisation sequa, gives funds to associations "
        "of small firms for an economy that is more circular and lower in carbon.",
    },
}

EUROS = {"es": ("{said} euros", "{said} de euros"), "pt-br": ("{said} euros", "{said} de euros"),
         "en": ("{said} euros", "{said} euros")}  # fmt: skip
"""An amount, and one that ends in a whole million written in words."""

IN_REGION = {"es": "en América Latina", "pt-br": "na América Latina", "en": "in Latin America"}

IN_COUNTRY = {
    "es": {},
    "en": {},
    "pt-br": {
        "AR": "na", "BO": "na", "BR": "no", "CL": "no", "CO": "na", "CR": "na", "EC": "no", "GT": "na", "MX": "no",
        "NI": "na", "PA": "no", "PY": "no", "PE": "no", "UY": "no", "VE": "na",
    },
}  # fmt: skip
"""The preposition before a country where it is not the usual one."""

IN = {"es": "en", "pt-br": "em", "en": "in"}
AND = {"es": "y", "pt-br": "e", "en": "and"}


def place(language, country, name):
    """A country, called ``name``, with its preposition, or the region where it is ""."""
    if not country:
        return IN_REGION[language]
    return f"{IN_COUNTRY[language].get(country, IN[language])} {name}"
