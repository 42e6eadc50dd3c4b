"""The policy of what the money achieved: updates, firms, visits, results, audits, publications."""

from tests.access_rules import ALL, CONSORTIUM, HOUSE, LEAD_WRITERS, OWN, button, page, public


def _updates():
    """Results updates: the parties read, the lead's people fill in, officers decide; donor and auditor: approved."""
    open_, readers = {"of": "update"}, f"{CONSORTIUM} diego marta"
    everybody = f"{readers} olga axel"
    policy = {f"updates:{name}": button(LEAD_WRITERS, sees=readers, **open_) for name in ("save", "autosave")}
    policy |= {f"updates:{name}": page(LEAD_WRITERS, sees=readers, **open_) for name in ("values", "history")}
    policy |= {f"updates:{name}": page("diego", "diego", sees=readers, **open_) for name in ("return", "approve")}
    return policy | {
        "updates:list": page(f"{CONSORTIUM} fabio diego marta olga axel"),
        "updates:new": page("diego", "diego"),
        "updates:detail": page(everybody, of="approved_update"),
        "updates:upload": button(LEAD_WRITERS, sees=readers, with_={"code": "P-1"}, **open_),
        "updates:evidence": page(readers, of="evidence"),
        "updates:remove_evidence": button(LEAD_WRITERS, of="evidence", sees=readers),
        "updates:submit": page("ana", "ana", sees=readers, **open_),
        "updates:review": page("diego", sees=readers, **open_),
        "updates:correct": page("diego", "diego", of="approved_update", sees=everybody),
    }


def _firms():
    """Firms can be persons: the lead sees its own lists, officers, monitors and auditors the register."""
    readers = "diego marta axel"
    lists = f"{OWN} {readers}"
    policy = {
        f"lists:{name}": page(lists, of="firm_list", sees="olga") for name in ("detail", "download", "report", "rows")
    }
    decide = {
        f"firms:{name}": button("diego", of="firm_pair", sees="marta axel")
        for name in ("merge", "keep_apart", "unmerge")
    }
    return (
        policy
        | decide
        | {
            "lists:of_update": page(lists, of="update_with_list", sees="olga"),
            "lists:hand_in": button(LEAD_WRITERS, of="update_with_list", sees=f"aldo {readers} olga"),
            "lists:template": page(LEAD_WRITERS, of="update_with_list", sees=f"aldo {readers} olga"),
            "firms:list": page(readers),
            "firms:pairs": page(readers),
            "firms:detail": page(readers, of="firm"),
            "firms:pair": page(readers, of="firm_pair"),
        }
    )


def _monitoring():
    """Visits: monitors write, the project's people read what was handed in; findings: the project answers.

    Firms and files stay with the lead and the programme; donor, finance and administrators see nothing.
    """
    programme = "diego marta axel"
    plans, held = {"of": "visit", "sees": "diego"}, {"of": "held_visit", "sees": f"{CONSORTIUM} diego axel"}
    answers = {"sees": f"{CONSORTIUM} {programme}"}
    policy = {
        f"visits:{name}": page("marta", "marta", **plans)
        for name in ("change", "report", "firms", "sample", "carry_out", "cancel")
    }
    policy |= {f"visits:{name}": button("marta", **plans) for name in ("upload", "pick")}
    return policy | {
        "visits:list": page(f"{CONSORTIUM} fabio {programme}"),
        "visits:new": page("marta", "marta"),
        "visits:detail": page(f"{CONSORTIUM} {programme}", of="held_visit"),
        "visits:leave_out": button("marta", with_={"position": 1}, **plans),
        "visits:file": page("diego marta", of="visit_file"),
        "visits:remove_file": button("marta", of="visit_file", sees="diego"),
        "visits:new_finding": page("marta", "marta", **held),
        "findings:list": page(f"{CONSORTIUM} fabio {programme}"),
        "findings:new": page("marta", "marta"),
        "findings:detail": page(f"{CONSORTIUM} {programme}", of="finding"),
        "findings:answer": button(LEAD_WRITERS, of="finding", **answers),
        "findings:return": page("marta", "marta", of="finding", **answers),
        "findings:close": page("marta", "marta", of="finding", **answers),
        "findings:file": page(f"{OWN} {programme}", of="answer_file", sees="bruno"),
    }


def _results():
    """Results: figures down to the project for the programme's people, the donor and auditors.

    Down to firms for officers and for auditors, whose role is an engagement.
    """
    readers, firms = f"{HOUSE} olga axel", {"sees": f"{HOUSE} olga axel", "of": "figure"}
    return {
        "results:list": page(readers),
        "results:new": page("diego", "diego"),
        "results:compilation": page(readers, of="compilation"),
        "results:progress": page(readers, of="compilation"),
        "results:figure": page(readers, of="figure"),
        "results:firms": page("diego axel", with_={"project": "@figure_project_id"}, **firms),
        "results:facts": page(
            "diego axel", with_={"project": "@figure_project_id", "firm": "@figure_firm_id"}, **firms
        ),
    }


def _audits():
    """Audits: an auditor takes away and draws; who answers for what is audited sees what was drawn."""
    readers = "axel diego admin"
    policy = {f"audits:{name}": page(readers, of="sample") for name in ("sample", "items_csv", "items_xlsx", "units")}
    return policy | {
        "audits:list": page(readers),
        "audits:population": page("axel", "axel"),
        "audits:download": page("axel", with_={"table": "population", "form": "csv"}),
    }


def _publishing():
    """What leaves: proposed and written by officers, read by everybody once it is published."""
    results = {
        "home": {}, "method": {}, "projects": {}, "project": {"project": "@public_project"},
        "country": {"country": "pe"}, "download": {"table": "results", "form": "csv"},
        "fact_sheet": {"form": "docx"}, "country_fact_sheet": {"country": "pe", "form": "pdf"},
    }  # fmt: skip
    policy = {f"public:results_{name}": public(with_={"lang": "es", **more}) for name, more in results.items()}
    policy |= {
        f"public:results_edition_{name}": public(of="publication", with_={"lang": "es", **more})
        for name, more in results.items()
    }
    policy |= {
        f"publishing:{name}": page("diego", "diego", of="note")
        for name in ("note", "note_rewrite", "note_publish", "note_withdraw")
    }
    return policy | {
        "public:results_note": public(of="published_note", with_={"lang": "es"}),
        "public:results_note_pdf": public(of="published_note", with_={"lang": "es"}),
        "public:results_note_word": public(of="published_note", with_={"lang": "es"}),
        "publishing:list": page("diego"),
        "publishing:propose": page("diego", "diego", of="compilation", sees=f"{HOUSE} olga axel"),
        "publishing:note_new": page("diego", "diego", of="publication", sees=ALL),
    }


REPORTING = _updates() | _firms() | _monitoring() | _results() | _audits() | _publishing()
