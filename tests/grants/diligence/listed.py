"""Files in the form of the EU's consolidated list, with invented entries."""

from django.core.files.uploadedfile import SimpleUploadedFile

from grants.diligence.actions.lists import import_sanctions_list, load_sanctions_list

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
ROOT = (
    '<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="{made}" globalFileId="{number}">{body}</export>'
)
ENTRY = (
    '<sanctionEntity designationDetails="" unitedNationId="" euReferenceNumber="{reference}" logicalId="1">'
    "<remark>Invented</remark>"
    '<regulation programme="XYZ" logicalId="2"><publicationUrl>x</publicationUrl></regulation>'
    '<subjectType code="{kind}" classificationCode="P"/>{names}<birthdate birthdate="{born}" year="1960"/>'
    "</sanctionEntity>"
)


def entry(*names, reference="EU.1.1", kind="person", born="1960-05-04"):
    """One person or entity with its names."""
    aliases = "".join(f'<nameAlias wholeName="{name}" strong="true"/>' for name in names)
    return ENTRY.format(reference=reference, kind=kind, names=aliases, born=born)


def document(*entries, number="1001", made="2026-09-25T17:00:00.000+02:00", head=HEAD):
    """The bytes of a list."""
    return (head + ROOT.format(made=made, number=number, body="".join(entries))).encode()


def file_of(content):
    return SimpleUploadedFile("list.xml", content, content_type="application/xml")


def listed(*entries, by, **fields):
    """A list given and read."""
    given = import_sanctions_list(by=by, uploaded=file_of(document(*entries, **fields)))
    return load_sanctions_list(given)
