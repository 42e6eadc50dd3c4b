"""Writes the templates of Word documents: ``python -m alinvest.devkit.word``.

Each takes the same data as the typst template of its name. The templates are committed; a test compares
them with what this writes. ``grants.docx`` fills them.
"""

from alinvest.devkit.word_sheet import ROOT, Sheet

TEMPLATES = ROOT / "templates" / "docx"


def minutes(sheet):
    """The minutes of the evaluation committee."""
    sheet.titled()
    sheet.text("{{ lead }}", "Subtitle")
    sheet.facts("facts")
    sheet.heading("{{ words.counts }}")
    sheet.facts("counts")
    sheet.heading("{{ words.committee }}")
    sheet.listed("words.committee_columns", "committee", [52, 56, 58])
    sheet.given("moves", lambda: (sheet.heading("{{ words.moves }}"), sheet.bullets("moves")))
    sheet.each("lot in lots", lambda: _lot(sheet))
    _signed(sheet)


def _signed(sheet):
    sheet.heading("{{ words.signatures }}")
    signed = ["{{ row[0] }}", "{{ row[1] }}", ""]
    sheet.listed("words.signature_columns", "committee", [48, 48, 70], signed, lines_above=12)
    sheet.given("sha256", lambda: sheet.hash("{{ words.hash }}", "{{ sha256 }}"))


def _lot(sheet, *, with_scores=False):
    sheet.heading("{{ lot.title }}")
    sheet.facts("lot.facts")
    if with_scores:
        scored = ("words.scores_columns", "lot.scores", [45, 22, 16, 16, 20, 22, 25])
        sheet.given(
            "lot.scores",
            lambda: (sheet.heading("{{ words.scores }}", 2), sheet.listed(*scored, right=(2, 3, 4, 5))),
        )
    ranked = ("words.ranking_columns", "lot.ranking", [16, 66, 22, 30, 32])
    sheet.given(
        "lot.ranking", lambda: (sheet.heading("{{ words.ranking }}", 2), sheet.listed(*ranked, right=(0, 2, 3)))
    )
    sheet.each("vote in lot.votes", lambda: _vote(sheet))


def _vote(sheet):
    sheet.heading("{{ words.votes }}", 2)
    sheet.text("{{ vote.sentence }}")
    sheet.listed("words.vote_columns", "vote.rows", [56, 30, 80])
    sheet.hash("SHA-256", "{{ vote.sha256 }}")


def contract(sheet):
    """The special conditions of a grant contract with its annexes, to read along: what is signed is the PDF."""
    sheet.titled()
    sheet.text("{{ subtitle }}", "Subtitle")
    sheet.text("{{ status }}", "Quiet")
    sheet.text("{{ project }}", "Subtitle")
    sheet.heading("{{ words.parties }}")
    sheet.each("party in parties", lambda: _party(sheet))
    sheet.each("article in articles", lambda: _article(sheet))
    sheet.heading("{{ words.signatures }}")
    sheet.each("side in signatures", lambda: _side(sheet))
    sheet.page_break()
    sheet.heading("{{ words.budget }}")
    sheet.sums("budget.sums")
    sheet.heading("{{ budget.sources_title }}", 2)
    sheet.sums("budget.sources")
    sheet.heading("{{ budget.lines_title }}", 2)
    sheet.listed("budget.columns", "budget.lines", [114, 16, 36], right=(2,))
    sheet.heading("{{ words.logframe }}")
    sheet.each("result in logframe", lambda: _result(sheet))
    sheet.given("workplan", lambda: _workplan(sheet))
    sheet.given("sha256", lambda: sheet.hash("{{ words.hash }}", "{{ sha256 }}"))


def _party(sheet):
    sheet.heading("{{ party.name }}", 2)
    sheet.text("{{ party.role }}", "Quiet")
    sheet.text('{{ party.lines|join("\\n") }}')


def _article(sheet):
    sheet.heading("{{ article.title }}")
    sheet.each("sentence in article.sentences", lambda: sheet.text("{{ sentence }}"))
    sheet.given("article.facts", lambda: sheet.facts("article.facts"))


def _side(sheet):
    sheet.heading("{{ side.title }}", 2)
    sheet.text("{{ side.who }}")
    sheet.blanks("side.labels")


def _result(sheet):
    sheet.heading("{{ result.level }}", 2)
    sheet.text("{{ result.statement }}")
    columns = ("result.columns", "result.indicators", [32, 26, 26, 82])
    sheet.given("result.indicators", lambda: sheet.listed(*columns, right=(1, 2)))


def _workplan(sheet):
    sheet.heading("{{ words.workplan }}")
    cells = ["{{ row.name }}", "{{ row.result }}", "{{ row.partner }}", "{{ row.span }}"]
    sheet.listed("workplan.columns", "workplan.rows", [56, 44, 40, 26], cells)


def note(sheet):
    """A published note, for those who take its sentences over."""
    sheet.titled()
    sheet.text("{{ date }}", "Quiet")
    sheet.each("block in blocks", lambda: _block(sheet))
    sheet.text("{{ counted }}", "Small")
    sheet.hash("{{ hash_words }}", "{{ sha256 }}")


def _block(sheet):
    sheet.given('block.kind == "list"', lambda: sheet.bullets("block.lines"))
    sheet.given('block.kind != "list"', lambda: sheet.text("{{ block.lines[0] }}"))


def fact_sheet(sheet):
    """The fact sheet of the region or of a country."""
    sheet.titled()
    sheet.text("{{ lead }}", "Subtitle")
    sheet.text("{{ cut_off }}", "Quiet")
    sheet.each("notice in notices", lambda: sheet.text("{{ notice }}"))
    sheet.heading("{{ words.figures }}")
    sheet.each("figure in figures", lambda: _figure(sheet))
    sheet.given("pillars.rows", lambda: _by(sheet, "pillars", "{{ words.pillars_hint }}"))
    sheet.given("countries", lambda: _by(sheet, "countries"))
    sheet.text("{{ words.places_hint }}", "Small")
    sheet.given("money", lambda: (sheet.heading("{{ words.money }}"), sheet.facts("money")))
    sheet.given("words.money_hint", lambda: sheet.text("{{ words.money_hint }}", "Small"))
    sheet.given("sectors.rows", lambda: _sectors(sheet))
    sheet.heading("{{ words.projects }}")
    columns = ("words.project_columns", "projects", [66, 46, 28, 26])
    sheet.given("projects", lambda: sheet.listed(*columns, right=(3,)))
    sheet.text("{{ counted }}", "Small")
    sheet.hash("{{ words.hash }}", "{{ sha256 }}")


def _figure(sheet):
    sheet.heading("{{ figure.title }}", 2)
    sheet.text("{{ figure.counted }}", "Small")


def _by(sheet, name, hint=""):
    sheet.heading(f"{{{{ words.{name} }}}}")
    sheet.listed(f"{name}.columns", f"{name}.rows", [56, 22, 22, 22, 22, 22], right=(1, 2, 3, 4, 5))
    if hint:
        sheet.text(hint, "Small")


def _sectors(sheet):
    sheet.heading("{{ words.sectors }}")
    sheet.listed("sectors.columns", "sectors.rows", [136, 30], right=(1,))


def evaluation_report(sheet):
    """The evaluation report."""
    sheet.titled()
    sheet.text("{{ lead }}", "Subtitle")
    sheet.facts("facts")
    sheet.heading("{{ words.totals }}")
    sheet.listed("words.totals_columns", "totals", [14, 24, 19, 18, 18, 18, 28, 27], right=range(1, 8))
    _chapter(sheet, "rejected", [70, 30, 66])
    sheet.heading("{{ words.clarifications }}")
    sheet.text("{{ clarifications }}")
    _chapter(sheet, "assessors", [70, 60, 36], right=(2,))
    _chapter(sheet, "conflicts", [46, 52, 30, 38])
    sheet.given(
        "not conflicts", lambda: (sheet.heading("{{ words.conflicts }}"), sheet.text("{{ words.no_conflicts }}"))
    )
    sheet.heading("{{ words.committee }}")
    sheet.listed("words.committee_columns", "committee", [52, 56, 58])
    sheet.given("moves", lambda: (sheet.heading("{{ words.moves }}"), sheet.bullets("moves")))
    sheet.each("lot in lots", lambda: _lot(sheet, with_scores=True))
    _chapter(sheet, "awards", [76, 34, 28, 28], right=(2, 3))
    _signed(sheet)


def _chapter(sheet, name, widths, right=()):
    columns = (f"words.{name}_columns", name, widths)
    sheet.given(name, lambda: (sheet.heading(f"{{{{ words.{name} }}}}"), sheet.listed(*columns, right=right)))


DOCUMENTS = {one.__name__: one for one in (contract, evaluation_report, fact_sheet, minutes, note)}
"""Name of a template -> what writes it."""


def written(name) -> bytes:
    """The template of that name."""
    sheet = Sheet()
    DOCUMENTS[name](sheet)
    return sheet.saved()


def main():
    """Write every template."""
    TEMPLATES.mkdir(exist_ok=True)
    for name in DOCUMENTS:
        (TEMPLATES / f"{name}.docx").write_bytes(written(name))


if __name__ == "__main__":
    main()
