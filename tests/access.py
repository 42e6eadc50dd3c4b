"""The policy: which login passes which page. Written by hand, read by test_access.py."""

from tests.access_reporting import REPORTING
from tests.access_rules import (
    ALL,
    CONSORTIUM,
    HOUSE,
    LEAD_WRITERS,
    OWN,
    READS_PAYMENTS,
    WRITERS,
    button,
    page,
    public,
)


def _calls():
    """Calls: a published call is no secret, so strangers are told 403; its pages are the officers'."""
    set_up = "basics countries catalogue form form_correct copy lot_new slot_new steps deadline cancel publish"
    set_up += " document_new date_new correct"
    policy = {f"calls:{name}": page("diego", "diego", of="call", sees=ALL) for name in set_up.split()}
    parts = {"lot": "lot", "slot": "slot", "template_new": "slot", "date": "call_date"}
    policy |= {f"calls:{name}": page("diego", "diego", of=of, sees=ALL) for name, of in parts.items()}
    parts = {"lot": "lot", "slot": "slot", "template": "slot_template", "document": "call_document"}
    parts |= {"date": "call_date"}
    policy |= {f"calls:{name}_remove": button("diego", of=of, sees=ALL) for name, of in parts.items()}
    return policy | {
        "calls:slot_template": page(ALL, of="slot_template"),
        "calls:ask": page(ALL, ALL, with_={"slug": "@call_slug"}),
        "calls:question": page("diego", "diego", of="call_question", sees="admin"),
        "calls:question_amend": page("diego", "diego", of="published_question", sees="admin"),
        "calls:question_set_aside": page("diego", "diego", of="call_question", sees="admin"),
        "calls:questions": page("diego admin", of="call", sees=ALL),
        "calls:form_preview": page("diego admin", "diego admin", of="form_version"),
        "calls:list": page("diego admin"),
        "calls:new": page("diego", "diego"),
        "calls:programmes": page("diego"),
        "calls:programme_new": page("diego", "diego"),
        "calls:programme": page("diego", "diego", with_={"code": "@programme_code"}),
        "indicators:list": page("diego admin"),
        "indicators:load": button("diego"),
        "indicators:new": page("diego", "diego"),
        "indicators:indicator": page("diego admin", "diego admin", with_={"code": "@indicator_code"}),
        "indicators:next_version": button("diego", with_={"code": "@indicator_code"}),
        "calls:detail": page("diego admin", of="call", sees=ALL),
        "calls:preview": page("diego admin", of="call", sees=ALL),
        "calls:counts": page("diego", of="call", sees=ALL),
        "public:calls": public(with_={"lang": "es"}),
        "public:call": public(with_={"lang": "es", "slug": "@call_slug"}),
        "public:call_check": public(with_={"lang": "es", "slug": "@call_slug"}),
        "public:call_template": public(with_={"lang": "es", "slug": "@call_slug", "public_id": "@slot_template_id"}),
        "public:call_document": public(with_={"lang": "es", "slug": "@call_slug", "public_id": "@call_document_id"}),
    }


def _forms():
    """Forms being set up exist for officers and administrators only."""
    versions = {
        f"forms:{name}": page("diego", "diego", of="form_version", sees="admin")
        for name in ("rename", "copy", "section_new")
    }
    return versions | {
        "forms:list": page("diego admin"),
        "forms:new": page("diego", "diego"),
        "forms:version": page("diego admin", of="form_version"),
        "forms:next_version": button("diego", of="form_version", sees="admin"),
        "forms:section": page("diego", "diego", of="form_section", sees="admin"),
        "forms:section_move": button("diego", of="form_section", sees="admin"),
        "forms:section_remove": button("diego", of="form_section", sees="admin"),
        "forms:kinds": page("diego", of="form_section", sees="admin"),
        "forms:question_new": page("diego", "diego", of="form_section", sees="admin", with_={"kind": "table"}),
        "forms:question": page("diego", "diego", of="form_question", sees="admin"),
        "forms:question_move": button("diego", of="form_question", sees="admin"),
        "forms:question_copy": button("diego", of="form_question", sees="admin"),
        "forms:question_remove": button("diego", of="form_question", sees="admin"),
    }


def _applications():
    """Applications: the consortium's alone. Nobody of staff sees one before the opening (decisions.md C5)."""
    read = "budget check consortium detail documents draft_pdf facts logframe mandates presence print tries workplan"
    policy = {f"applications:{name}": page(CONSORTIUM, of="application") for name in read.split()}
    lead_posts = "add_result autosave_logframe save_logframe save_facts invite_partner"
    policy |= {
        f"applications:{name}": button(LEAD_WRITERS, of="application", sees=CONSORTIUM) for name in lead_posts.split()
    }
    for name, key in {
        "add_indicator": "@result_key", "delete_result": "@result_key",
        "delete_indicator": "@indicator_key", "move_indicator": "@indicator_key",
    }.items():  # fmt: skip
        policy[f"applications:{name}"] = button(LEAD_WRITERS, of="application", sees=CONSORTIUM, with_={"key": key})
    for name in ("save_budget", "autosave_budget", "save_workplan", "autosave_workplan", "add_activity"):
        policy[f"applications:{name}"] = button(WRITERS, of="application", sees=CONSORTIUM)
    for name in ("move_activity", "delete_activity"):
        key = {"key": "@activity_key"}
        policy[f"applications:{name}"] = button(WRITERS, of="application", sees=CONSORTIUM, with_=key)
    policy["applications:paste_budget"] = page(WRITERS, WRITERS, of="application", sees=CONSORTIUM)
    for name in ("save_part", "autosave", "restore", "assign_part"):
        policy[f"applications:{name}"] = button(LEAD_WRITERS, of="part", sees=CONSORTIUM)
    for name in ("mandate", "mandate_paper"):
        policy[f"applications:{name}"] = page(CONSORTIUM, of="partner")
    for name in ("record_mandate", "request_mandate"):
        policy[f"applications:{name}"] = button(WRITERS, of="partner", sees=CONSORTIUM)
    for name in ("receipt", "submission_content", "submission_pdf"):
        policy[f"applications:{name}"] = page(CONSORTIUM, of="submission")
    return policy | {
        "applications:list": page(ALL),
        "applications:try_out": page("diego", "diego", of="call", sees=ALL),
        "applications:new": page("ana amalia bruno fabio"),
        "applications:start": page("ana amalia bruno fabio", "ana amalia bruno fabio", with_={"slug": "@call_slug"}),
        "applications:part": page(CONSORTIUM, of="application", with_={"slug": "relevance"}),
        "applications:logframe_history": page(LEAD_WRITERS, of="application", sees=CONSORTIUM),
        "applications:begin_thread": button(CONSORTIUM, of="application", with_={"place": "part-relevance"}),
        **{
            f"applications:{name}": button(CONSORTIUM, of="thread")
            for name in ("answer_thread", "resolve_thread", "reopen_thread")
        },
        "applications:open_help": page(
            LEAD_WRITERS, LEAD_WRITERS, of="application", sees=CONSORTIUM, with_={"place": "part-relevance"}
        ),
        "applications:end_help": button(LEAD_WRITERS, of="help", sees=f"{CONSORTIUM} diego"),
        "applications:help": page("diego", of="help", sees=CONSORTIUM),
        "applications:help_list": page("diego"),
        "applications:workplan_history": page(WRITERS, of="application", sees=CONSORTIUM),
        "applications:history": page(LEAD_WRITERS, of="part", sees=CONSORTIUM),
        "applications:upload_answer": button(LEAD_WRITERS, of="part", sees=CONSORTIUM, with_={"key": "statements"}),
        "applications:upload": button(LEAD_WRITERS, of="application", sees=CONSORTIUM, with_={"slot": "statutes"}),
        "applications:upload_for_partner": button(WRITERS, of="partner", sees=CONSORTIUM, with_={"slot": "@each_slug"}),
        "applications:document": page(CONSORTIUM, of="document"),
        "applications:remove_document": button(LEAD_WRITERS, of="document", sees=CONSORTIUM),
        "applications:invitation": page("nadia", "nadia", of="place", sees=CONSORTIUM),
        "applications:decline_invitation": button("nadia", of="place", sees=CONSORTIUM),
        "applications:withdraw_invitation": button(LEAD_WRITERS, of="place", sees=f"nadia {CONSORTIUM}"),
        "applications:remove_partner": page(LEAD_WRITERS, LEAD_WRITERS, of="partner", sees=CONSORTIUM),
        "applications:tasks": page(WRITERS, WRITERS, of="partner", sees=CONSORTIUM),
        "applications:sign_mandate": button("bruno", of="partner", sees=CONSORTIUM),
        "applications:offline": page(WRITERS, of="application", sees=CONSORTIUM),
        "applications:make_workbook": button(WRITERS, of="application", sees=CONSORTIUM),
        "applications:return_workbook": button(WRITERS, of="application", sees=CONSORTIUM),
        "applications:workbook_return": page(WRITERS, of="workbook_return", sees=CONSORTIUM),
        "applications:take_workbook": button(WRITERS, of="workbook_return", sees=CONSORTIUM),
        "applications:workbook_file": page(WRITERS, of="workbook_return", sees=CONSORTIUM),
        "applications:mandate_scan": page(CONSORTIUM, of="mandate"),
        "applications:submit": page("ana", "ana", of="application", sees=CONSORTIUM),
        "applications:withdraw": page("ana", "ana", of="application", sees=CONSORTIUM),
        "applications:make_receipt_pdf": button(CONSORTIUM, of="submission"),
        "applications:receipt_pdf": page("", of="submission", with_={"language": "es"}),  # not made yet
        "public:verify": public(post="anonymous " + ALL, with_={"lang": "es"}),
        "public:sign_by_link": public(post="anonymous " + ALL, with_={"lang": "es", "token": "@request_token"}),
    }


def _contracts():
    """Contracts: the programme's people and, once sent, the parties; unsigned ones not for donor and auditor."""
    readers = f"{CONSORTIUM} {HOUSE}"
    policy = {
        f"contracts:{name}": page("diego", "diego", of="contract", sees=readers)
        for name in ("facts", "terms", "logframe", "send", "sign", "put_in_force", "cancel")
    }
    return policy | {
        "contracts:list": page(f"{CONSORTIUM} fabio {HOUSE} olga axel"),
        "contracts:waiting": page("diego"),
        "contracts:prepare": page("diego", "diego", with_={"public_id": "@award_id"}),
        "contracts:own_actions": page(HOUSE),
        "contracts:own_action_new": page("diego", "diego"),
        "contracts:detail": page(readers, of="contract"),
        "contracts:budget": page(readers, of="contract"),
        "contracts:word": page(readers, of="contract"),
        "contracts:correct": page("diego", "diego", of="contract", sees=readers, with_={"row": "contingency"}),
        "contracts:addendum": page("diego", "diego", of="contract", sees=readers),
        "contracts:addendum_scan": page(readers, of="addendum"),
        "contracts:refresh_parties": button("diego", of="contract", sees=readers),
        "contracts:document": page(readers, of="contract_version"),
        "contracts:scan": page(readers, of="contract_signature"),
    }


def _organisations():
    """Organisations: run by their managers, seen by their people and by the programme's staff."""
    return {
        "organisations:profile": page(ALL, ALL),
        "organisations:session": page(ALL, ALL),
        "organisations:first_steps": page(ALL),
        "organisations:own": page(ALL),
        "organisations:register": page(ALL, ALL),
        "organisations:list": page(HOUSE),
        "organisations:detail": page(f"{OWN} {HOUSE}", of="organisation"),
        **{
            f"organisations:{name}": page("ana", "ana", of="organisation", sees=f"{OWN} {HOUSE}")
            for name in ["edit", "invite", "representative_new", "paper_new", "account_new"]
        },
        "organisations:leave": page(OWN, OWN, of="organisation", sees=HOUSE),
        "organisations:member": page("ana", "ana", of="membership", sees=f"{OWN} {HOUSE}"),
        "organisations:appoint_manager": page("diego admin", "diego admin", of="membership", sees=f"{OWN} {HOUSE}"),
        "organisations:remove_member": button("ana", of="membership", sees=f"{OWN} {HOUSE}"),
        "organisations:representatives": page(f"{OWN} {HOUSE}", of="organisation"),
        "organisations:representative": page("ana", "ana", of="representative", sees=f"{OWN} {HOUSE}"),
        "organisations:papers": page(f"{OWN} {HOUSE}", of="organisation"),
        "organisations:paper": page(f"{OWN} {HOUSE}", of="paper"),
        "organisations:settle_duplicate": button(HOUSE, of="hint"),
        # The link of the letter: for whoever is signed out, and for the person it was sent to.
        "organisations:open_invitation": page("anonymous nadia", with_={"token": "@invitation_token"}),
        "organisations:invitation": page("nadia", of="invitation", sees=OWN),
        "organisations:accept_invitation": button("nadia", of="invitation", sees=OWN),
        "organisations:decline_invitation": button("nadia", of="invitation", sees=OWN),
        "organisations:withdraw_invitation": button("ana", of="invitation", sees=f"nadia {OWN}"),
        "choose_language": button("anonymous " + ALL),
    }


COMMITTEE = "ines sonia vera"


def _awards():
    """Decisions and awards: the committee's and the officers'; the consortium reads its own once it is told."""
    both = f"diego {COMMITTEE}"
    call, lot, candidate = {"of": "evaluated_call", "sees": ALL}, {"of": "evaluated_lot", "sees": ALL}, "@candidate_id"
    read = {
        f"evaluation:{name}": page(both, **call)
        for name in ("decisions", "minutes", "minutes_pdf", "minutes_word", "awards")
    }
    return read | {
        "evaluation:report": page(both, **call, with_={"form": "docx"}),
        "evaluation:declaration": page(COMMITTEE, COMMITTEE, **call),
        "evaluation:award_rules": page("diego", "diego", **call),
        "evaluation:announcement": page("diego", "diego", **call),
        "evaluation:letter": page(both, with_={"candidate": candidate}, **call),
        "evaluation:reasons": page("diego sonia", "diego sonia", with_={"candidate": candidate}, **call),
        "evaluation:approve_reasons": button("diego ines", with_={"candidate": candidate}, **call),
        "evaluation:ranking": page(both, **lot),
        "evaluation:put": page("sonia", "sonia", **lot),
        "evaluation:move": page("diego", "diego", **lot),
        "evaluation:promote": page("diego", "diego", **lot),
        "evaluation:ballot": page(both, of="ballot"),
        "evaluation:vote": button("vera", of="ballot", sees=both),
        "evaluation:decide_ballot": button("ines", of="ballot", sees=both),
        "evaluation:withdraw_ballot": page("sonia", "sonia", of="ballot", sees=both),
        "evaluation:renounce": page("ana diego", "ana diego", of="award", sees=f"{COMMITTEE} {OWN}"),
        "evaluation:decision": page(CONSORTIUM, of="announced_application"),
    }


def _money():
    """Bank accounts and payments: the organisation's people and the roles that read payments."""
    verifiers, finance = "diego elena hugo", "elena hugo"
    sees_contract = "marta olga admin"  # reads the contract, not its money
    rest = {"sees": f"{CONSORTIUM} {READS_PAYMENTS}"}
    of_contract = {"of": "signed_contract", "sees": f"{CONSORTIUM} {READS_PAYMENTS} {sees_contract}"}
    stop = {"reject": "hugo", "cancel": "elena", "confirm": finance, "return": finance, "approve": "hugo"}
    return {f"payments:{name}": button(who, of="payment", **rest) for name, who in stop.items()} | {
        "organisations:accounts": page(f"{OWN} {verifiers}", of="organisation", sees=HOUSE),
        "organisations:account_list": page(READS_PAYMENTS),
        "organisations:account": page(f"{OWN} {READS_PAYMENTS}", of="account"),
        "organisations:account_paper": page(f"ana {verifiers}", of="account", sees=f"{OWN} axel"),
        "organisations:propose_account": button(verifiers, of="account", sees=f"{OWN} axel"),
        "organisations:reject_account": button(verifiers, of="account", sees=f"{OWN} axel"),
        "payments:list": page(f"{CONSORTIUM} fabio {READS_PAYMENTS}"),
        "payments:ledger": page(f"{finance} axel"),
        "payments:close_period": button("hugo"),
        "payments:contract": page(f"{CONSORTIUM} {READS_PAYMENTS}", **of_contract),
        "payments:new": page("ana diego elena", "ana diego elena", **of_contract),
        "payments:screen": page(verifiers, verifiers, **of_contract),
        "payments:screening": page(READS_PAYMENTS, of="screening"),
        "payments:compare": button(verifiers, **of_contract),
        "payments:confirm_match": button(verifiers, of="screening", sees="axel"),
        "diligence:lists": page(READS_PAYMENTS),
        "diligence:import_list": page(verifiers, verifiers),
        "diligence:list": page(READS_PAYMENTS, of="sanctions_list"),
        "diligence:list_progress": page(READS_PAYMENTS, of="sanctions_list"),
        "diligence:organisation": page(verifiers, of="organisation", sees=f"{OWN} {HOUSE}"),
        "diligence:new_check": page(verifiers, verifiers, of="organisation", sees=f"{OWN} {HOUSE}"),
        "diligence:new_flag": page(verifiers, verifiers, of="organisation", sees=f"{OWN} {HOUSE}"),
        "diligence:flag": page(READS_PAYMENTS, of="flag"),
        "diligence:escalate_flag": button(verifiers, of="flag", sees="axel"),
        "diligence:clear_flag": button(verifiers, of="flag", sees="axel"),
        "payments:clear_screening": button(verifiers, of="screening", sees="axel"),
        "payments:request": page(f"{CONSORTIUM} {READS_PAYMENTS}", of="payment_request"),
        "payments:initiate": button("elena", of="payment_request", **rest),
        "payments:return_request": button(verifiers, of="payment_request", **rest),
        "payments:withdraw_request": button("ana", of="payment_request", **rest),
        "payments:detail": page(f"{CONSORTIUM} {READS_PAYMENTS}", of="payment"),
    }


def _books():
    """Exports, lists of the bank, months, transfers: read by officers and auditors, the transfers by the consortium."""
    finance, rest = "elena hugo", {"sees": READS_PAYMENTS}
    policy = {f"payments:{name}": page(READS_PAYMENTS) for name in ("batches", "paid_lists", "months")}
    policy |= {
        f"payments:{name}": page(READS_PAYMENTS, of="batch") for name in ("batch", "batch_csv", "batch_workbook")
    }
    policy |= {f"payments:{name}": page(READS_PAYMENTS, of="paid_list") for name in ("paid_list", "paid_list_file")}
    policy |= {
        f"payments:{name}": page(READS_PAYMENTS, of="reconciliation") for name in ("reconciliation", "statement")
    }
    policy |= {
        f"payments:{name}_reconciliation": button(finance, of="reconciliation", **rest)
        for name in ("confirm", "return")
    }
    readers = f"{CONSORTIUM} {READS_PAYMENTS}"
    of_contract = {"of": "signed_contract", "sees": f"{readers} marta olga admin"}
    return policy | {
        "payments:export": button(finance),
        "payments:read_list": button(finance),
        "payments:confirm_list": button(finance, of="paid_list", **rest),
        "payments:reconcile": page(finance, finance),
        "payments:transfers": page(readers, **of_contract),
        "payments:new_transfer": page(LEAD_WRITERS, LEAD_WRITERS, **of_contract),
        "payments:correct_transfer": page(LEAD_WRITERS, LEAD_WRITERS, of="transfer", sees=readers),
        "payments:transfer_proof": page(readers, of="transfer"),
    }


def _house():
    """The house: jobs, letters, decisions of two persons, home pages."""
    return {
        "home": page(ALL),
        "door": public(),
        "robots": public(),
        "sitemap": public(),
        "public:home": public(with_={"lang": "es"}),
        "public:text": public(with_={"lang": "es", "slug": "privacy"}),
        # What people keep of lists is theirs alone, whatever their roles: here Diego's.
        **{f"exports:{name}": page("diego", of="list_file") for name in ("detail", "progress", "download")},
        **{f"{kept}:list": page(ALL) for kept in ("views", "exports")},
        **{f"{kept}:new": button(ALL) for kept in ("views", "exports")},
        "views:rename": page("diego", "diego", of="saved_view"),
        "views:delete": button("diego", of="saved_view"),
        "jobs:list": page("admin"),
        "readings:list": page("admin"),
        "maintenance:list": page("admin"),
        "maintenance:announce": page("admin", "admin"),
        "maintenance:detail": page("admin", of="maintenance"),
        "maintenance:change": page("admin", "admin", of="maintenance"),
        **{f"maintenance:{name}": button("admin", of="maintenance") for name in ("start", "end", "withdraw")},
        "public:status": public(with_={"lang": "es"}),
        "jobs:retry": button("admin", of="job"),
        # A letter about a sealed application is read by whom it was written to and by administrators.
        "messages:list": page("diego admin"),
        "messages:mine": page(ALL),
        "messages:detail": page("ana admin", of="letter"),
        "messages:resend": button("admin", of="letter", sees="ana"),
        "proposals:list": page(HOUSE),
        "proposals:detail": page("diego", of="proposal", sees=HOUSE),
        "proposals:approve": button("diego", of="proposal", sees=HOUSE),
        "proposals:reject": button("diego", of="proposal", sees=HOUSE),
        "proposals:withdraw": button("diego", of="proposal", sees=HOUSE),
    }


def _assessments():
    """Assessments: who assesses sees only their own; officer and secretary run them, the chair consolidates."""
    run = "assign_by_lot invite_assessor"
    policy = {
        f"evaluation:{name}": page("diego sonia", "diego sonia", of="evaluation", sees="clara ines vera")
        for name in run.split()
    }
    return policy | {
        "evaluation:assignments": page("clara"),
        "evaluation:assessor": page("clara diego ines sonia", of="assessor"),
        "evaluation:accept_assessor": button("clara", of="assessor", sees="diego ines sonia"),
        "evaluation:decline_assessor": button("clara", of="assessor", sees="diego ines sonia"),
        "evaluation:end_assessor": page("diego sonia", "diego sonia", of="assessor", sees="clara ines"),
        "evaluation:remind_assessor": button("diego sonia", of="assessor", sees="clara ines"),
        "evaluation:assessment": page("clara diego ines sonia", of="assessment"),
        "evaluation:save_assessment": button("clara", of="assessment"),
        "evaluation:autosave_assessment": button("clara", of="assessment"),
        "evaluation:submit_assessment": page("clara", "clara", of="assessment"),
        "evaluation:offline_assessment": page("clara", "clara", of="assessment"),
        "evaluation:assessment_workbook": page("clara", of="assessment"),
        "evaluation:reopen_assessment": page("diego sonia", "diego sonia", of="assessment", sees="clara ines"),
        "evaluation:withdraw_assessment": page("diego sonia", "diego sonia", of="assessment", sees="clara ines"),
        "evaluation:assessments": page("diego ines sonia", of="candidate", sees="clara vera"),
        "evaluation:assign": button("diego sonia", of="candidate", sees="clara ines vera"),
        "evaluation:review": page("diego ines sonia", of="evaluation", sees="clara vera"),
        "evaluation:assessors": page("diego ines sonia", of="evaluation", sees="clara vera"),
        "evaluation:consolidate": page("ines sonia", "ines sonia", of="evaluation", sees="diego clara vera"),
        "evaluation:reopen_scores": page("ines sonia", "ines sonia", of="evaluation", sees="diego clara vera"),
        "evaluation:rules": page("diego", "diego", of="call", sees=ALL),
        "evaluation:load_grids": button("diego", of="call", sees=ALL),
        "evaluation:grid_new": page("diego", "diego", of="call", sees=ALL),
    }


def _evaluation():
    """Evaluation: the call's officers and committee; an applicant sees nothing but a question put to him."""
    checked, asked = "checks reopen ask", f"diego clara {COMMITTEE} {CONSORTIUM}"
    policy = {
        f"evaluation:{name}": page("diego sonia", "diego sonia", of="candidate", sees="clara ines vera")
        for name in checked.split()
    }
    whole = "find_all conflicts"
    policy |= {
        f"evaluation:{name}": page("diego sonia", "diego sonia", of="evaluation", sees="clara ines vera")
        for name in whole.split()
    }
    return policy | {
        "evaluation:unscanned_files": page("diego", "diego", of="evaluation", sees="clara ines sonia vera"),
        "evaluation:term": page("diego ines sonia", "diego ines sonia", of="evaluation", sees="clara vera"),
        "evaluation:list": page(f"diego clara {COMMITTEE}"),
        "evaluation:detail": page(f"diego clara {COMMITTEE}", of="evaluation"),
        "evaluation:answers": page("diego", of="evaluation", sees=f"clara {COMMITTEE}"),
        "evaluation:record": page(f"diego {COMMITTEE}", of="evaluation", sees="clara"),
        "evaluation:cut": page(f"diego {COMMITTEE}", of="concepts"),
        "evaluation:decide_empty": button("ines", of="evaluation", sees="diego sonia clara vera"),
        "evaluation:next_check": page("diego sonia", of="evaluation", sees="clara ines vera"),
        "evaluation:open": page("diego", "diego", of="call", sees=ALL),
        "evaluation:criteria": page("diego", of="call", sees=ALL),
        "evaluation:criteria_adopt": button("diego", of="call", sees=ALL),
        "evaluation:criterion_new": page("diego", "diego", of="call", sees=ALL),
        "evaluation:criterion": page("diego", "diego", of="criterion"),
        "evaluation:criterion_remove": button("diego", of="criterion"),
        "evaluation:candidate": page(f"diego clara {COMMITTEE}", of="candidate"),
        "evaluation:file": page(f"diego clara {COMMITTEE}", of="candidate", with_={"kind": "documents", "place": 0}),
        "evaluation:decide": page(
            "diego sonia", "diego sonia", of="candidate", sees="clara ines vera", with_={"decision": "eligible"}
        ),
        "evaluation:declare_conflict": page(f"diego clara {COMMITTEE}", f"diego clara {COMMITTEE}", of="candidate"),
        "evaluation:end_conflict": page("diego sonia", "diego sonia", of="conflict"),
        "evaluation:clarification": page(asked, asked, of="clarification"),
        "evaluation:clarification_file": page(asked, of="clarification", with_={"file_id": "@clarification_file_id"}),
    }


POLICY = (
    _calls() | _forms() | _applications() | _evaluation() | _assessments() | _awards() | _contracts() | _money()
    | _books() | _organisations() | _house() | REPORTING
)  # fmt: skip
