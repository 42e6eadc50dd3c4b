"""Last step of building the demo: everybody of the cast can sign in the real way."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from alinvest.devkit.door import cast


class Command(BaseCommand):
    """Gives the people of the demo the password, a verified address and, where the rule asks, a second factor."""

    help = __doc__

    @transaction.atomic
    def handle(self, *args, **options):
        if not settings.DEMO or not settings.DEMO_PASSWORD:
            raise CommandError("This works on the demo only: DEMO and DEMO_PASSWORD are not set.")
        hashed = make_password(settings.DEMO_PASSWORD)  # once: it is slow on purpose, and the same for all
        for person in cast():
            person.password = hashed
            person.save(update_fields=["password"])
            EmailAddress.objects.update_or_create(
                user=person, email=person.email, defaults={"verified": True, "primary": True}
            )
            factors = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP)
            if person.needs_second_factor() and not factors.exists():
                TOTP.activate(person, generate_totp_secret())
            self.stdout.write(person.email)
