"""What the demo's programme looks up about its organisations: representatives, documents, a list of sanctions."""

from datetime import timedelta
from xml.sax.saxutils import quoteattr

from django.core.files.uploadedfile import SimpleUploadedFile

from grants import clock
from grants.contracts.models import Contract
from grants.diligence.actions.lists import import_sanctions_list
from grants.diligence.actions.records import escalate_flag, propose_clearing_flag, raise_flag, record_check
from grants.diligence.queries import LOAD, RESCREEN
from grants.management.demo.cast import manager_of
from grants.management.demo.working import work
from grants.organisations.actions.legal import add_paper, add_representative
from grants.payments.actions.screening import propose_clearing
from grants.payments.models import Screening
from grants.payments.standing import parties
from grants.proposals.actions import approve

TREASURER = "Ignacio Belaúnde Rospigliosi"
"""Treasurer of Ana's chamber; somebody invented on the invented list has nearly the same name."""

LISTED = (
    ("DEMO.1.10", "person", "1949-02-11", ("Ignacio Belaunde Rospigliossi", "I. Belaunde R.")),
    ("DEMO.2.20", "enterprise", "", ("Compañía Inventada de Ultramar", "Invented Overseas Company")),
    ("DEMO.3.30", "person", "1958", ("Nadie Enparticular", "N. Enparticular")),
)
PAPERS = (
    ("statutes", "Estatutos", 900, None),
    ("register", "Vigencia de poder", 40, 25),
    ("tax", "Ficha RUC", 90, 275),
)
"""Slot, title, issued so many days ago, good for so many more."""


def look_up(people, lead, now, papers):
    """Ana notes the treasurer and gives documents; Elena imports a list; a possible match is cleared by two persons."""
    elena, hugo, diego, ana = people["elena"], people["hugo"], people["diego"], manager_of(lead)
    with clock.at(now - timedelta(days=3)) as moment:
        today = moment.date()
        add_representative(
            lead, by=ana, name=TREASURER, position="Tesorero", may_sign=True, since=today - timedelta(days=500)
        )
        for kind, title, ago, left in PAPERS:
            uploaded = SimpleUploadedFile(f"{kind}.pdf", papers.make(title, "Documento inventado."), "application/pdf")
            expires_on = today + timedelta(days=left) if left else None
            add_paper(
                lead, by=ana, kind=kind, uploaded=uploaded, issued_on=today - timedelta(days=ago), expires_on=expires_on
            )
    with clock.at(now - timedelta(hours=6)) as moment:
        known = import_sanctions_list(by=elena, uploaded=_list(moment - timedelta(hours=9)))
        for kind in (LOAD, RESCREEN):
            work(kind, known)
        hit = Screening.objects.filter(organisation=lead, sanctions_list=known, state="hit").first()
        if hit:
            proposal = propose_clearing(hit, by=elena, reason="Born in 1949; the treasurer was born in 1981.")
            approve(proposal, by=hugo)
        _concern(lead, elena, hugo, diego, moment)


def _concern(lead, elena, hugo, diego, moment):
    """What was looked up about Ana's chamber; a concern about one of its partners, escalated and settled."""
    looked_up = {"dated": moment.date(), "result": "nothing"}
    record_check(lead, by=elena, source="declaration", version="Declaration of the application", **looked_up)
    record_check(lead, by=elena, source="edes", version=f"Public list of {moment:%Y-%m-%d}", **looked_up)
    contract = Contract.objects.filter(project__lead=lead, state="signed").first()
    others = [organisation for organisation in parties(contract) if organisation != lead] if contract else []
    for partner in others[:1]:
        found = {"dated": moment.date(), "result": "found", "note": "The register names another address."}
        record_check(partner, by=elena, source="register", version="Extract 77", **found)
        flag = escalate_flag(partner.flags.get(), by=elena, reason="Letters to the address came back.")
        approve(propose_clearing_flag(flag, by=elena, reason="The office has moved; new extract seen."), by=diego)
        raise_flag(partner, by=hugo, concern="The new extract still lacks the stamp of the register.", severity="minor")


def _list(made):
    """An invented list in the form of the EU's."""
    body = "".join(
        f'<sanctionEntity euReferenceNumber="{reference}"><regulation programme="DEMO"/><subjectType code="{kind}"/>'
        + "".join(f"<nameAlias wholeName={quoteattr(name)}/>" for name in names)
        + (f'<birthdate birthdate="{born}"/>' if born else "")
        + "</sanctionEntity>"
        for reference, kind, born, names in LISTED
    )
    head = '<?xml version="1.0" encoding="UTF-8"?><export xmlns="http://eu.europa.ec/fpi/fsd/export"'
    text = f'{head} generationDate="{made.isoformat()}" globalFileId="DEMO-{made:%Y%m%d}">{body}</export>'
    return SimpleUploadedFile("list.xml", text.encode(), "application/xml")
