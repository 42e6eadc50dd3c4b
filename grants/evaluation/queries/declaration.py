"""The declaration of impartiality and confidentiality an assessor signs before any name is seen."""

from django.utils.translation import gettext as _

from grants.audit import canonical, content_hash


def declaration(assessor) -> list[str]:
    """The paragraphs of the declaration, in the reader's language. They name the call and the person, no applicant."""
    call = assessor.call
    return [
        _("I, %(person)s, assess applications of the call %(reference)s, “%(title)s”.")
        % {"person": assessor.user, "reference": call.reference, "title": call.title},
        _(
            "I am not in a situation of conflict of interest with any applicant as far as I know: no family, emotional,"
            " political or national ties, no economic interest, and no other shared interest stand in the way of my"
            " judging impartially and objectively."
        ),
        _(
            "If I find such a tie with an organisation of an application assigned to me, I declare it at once, before I"
            " read on, and stop assessing it."
        ),
        _(
            "I keep confidential what I read and what I write, during the evaluation and after it; I use it for the"
            " evaluation only, copy nothing, and delete what I downloaded when the evaluation ends."
        ),
        _("I talk about the applications neither with applicants nor with other assessors, unless the committee asks."),
    ]


def declaration_sha256(assessor) -> str:
    """Hash of the declaration as it is shown now, in the reader's language: what a signature is bound to."""
    return content_hash(canonical({"declaration": declaration(assessor)}))
