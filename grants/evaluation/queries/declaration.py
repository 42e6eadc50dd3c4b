"""The declaration of impartiality and confidentiality: one text, signed once, whatever one does in an evaluation."""

from django.utils.translation import gettext_lazy, override

from grants.audit import content_hash
from grants.evaluation.models import Declaration

PARAGRAPHS = (
    gettext_lazy(
        "I will evaluate the applications of this call independently, impartially and only by its published criteria."
    ),
    gettext_lazy(
        "I have no family, emotional, political, economic or other shared interest with an organisation that applies. "
        "If I find that I have one, I declare it at once and take no further part in what concerns it."
    ),
    gettext_lazy(
        "I keep everything I learn here confidential: applications, names, scores, opinions and votes, also after the "
        "evaluation. I use it for nothing else, pass it to nobody, and keep no copy."
    ),
    gettext_lazy(
        "I speak of the applications with nobody but the committee, neither with applicants nor among assessors."
    ),
)
"""What committee and assessors sign before they see any name, paragraph by paragraph."""


def declaration_text() -> list[str]:
    """The declaration in the language of the moment."""
    return [str(paragraph) for paragraph in PARAGRAPHS]


def declaration_hash(language) -> str:
    """SHA-256 of the declaration as it stands in a language: what a signature is bound to."""
    with override(language):
        return content_hash("\n".join(declaration_text()).encode())


def declaration_of(person, evaluation):
    """The declaration the person has signed for this evaluation, None before."""
    return Declaration.objects.filter(evaluation=evaluation, person=person).first()


def has_declared(person, evaluation) -> bool:
    """Whether the person has signed the declaration for this evaluation."""
    return Declaration.objects.filter(evaluation=evaluation, person=person).exists()
