"""The sentences for what can be wrong with an organisation's data."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grants.organisations import tax_ids

SENTENCES = {
    "tax_id_wrong": _("This is not a valid %(name)s. Check the digits; it looks like %(example)s."),
    "vat_id_wrong": _(
        "A number that begins with %(prefix)s is a VAT number, and this one is not valid. Check the digits, or enter "
        "another number of the organisation without these letters."
    ),
    "tax_id_placeholder": _("This number stands for nobody in particular. Enter the %(name)s of the organisation."),
    "tax_id_person": _("This is the number of a person. Enter the %(name)s of the organisation."),
    "tax_id_unlikely": _("A %(name)s has between 5 and 25 letters and digits."),
}
"""Code of a problem -> what the page says."""

ACCOUNT_SENTENCES = {
    "iban_missing": _("Accounts in this country have an IBAN: enter it."),
    "iban_wrong": _("This is not a valid IBAN. Check each digit; spaces do not matter."),
    "iban_of_another_country": _("This IBAN belongs to another country than the one chosen for the bank."),
    "number_missing": _("Enter the account number as the bank writes it."),
    "number_wrong": _("An account number has 5 to 34 digits and letters."),
    "cbu_wrong": _("This is not a valid CBU: it has 22 digits, two of them to check the others."),
    "clabe_wrong": _("This is not a valid CLABE: it has 18 digits, the last to check the others."),
    "bic_missing": _("Enter the BIC of the bank: without IBAN nobody finds it otherwise."),
    "bic_wrong": _("This is not a valid BIC. It has 8 or 11 letters and digits, like BCPLPEPL."),
}
"""Code of a problem of ``account_numbers`` -> what the page says."""

FOREIGN_LETTERS = _("Write the address with the letters a to z, without accents.")


def sentence(code, country):
    """What is wrong with a tax id of this country, in words."""
    scheme = tax_ids.scheme_of(str(country))
    name = scheme.name or gettext("tax id")
    return SENTENCES[code] % {"name": name, "example": scheme.example, "prefix": tax_ids.vat_prefix(str(country))}
