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
    sheet.listed("words.committee_columns", "committee", [60, 60, 46])
    sheet.given("moves", lambda: (sheet.heading("{{ words.moves }}"), sheet.bullets("moves")))
    sheet.each("lot in lots", lambda: _lot(sheet))
    sheet.heading("{{ words.signatures }}")
    signed = ["{{ row[0] }}", "{{ row[1] }}", ""]
    sheet.listed("words.signature_columns", "committee", [48, 48, 70], signed, lines_above=12)
    sheet.given("sha256", lambda: sheet.hash("{{ words.hash }}", "{{ sha256 }}"))


def _lot(sheet):
    sheet.heading("{{ lot.title }}")
    sheet.facts("lot.facts")
    ranked = ("words.ranking_columns", "lot.ranking", [16, 70, 18, 30, 32])
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


DOCUMENTS = {"contract": contract, "minutes": minutes, "note": note}
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
