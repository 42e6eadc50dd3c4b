"""Firms and pairs as people meet them: accessible, and no wider than a phone."""

import pytest
from django.conf import settings

from tests.reporting.firms.test_pairs import enter, named, pair_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_address_longer_than_a_phone_is_wide_breaks(new_page, live_server, assert_accessible, login, diego):
    name = "Cooperativa de Producción Yutalanor"
    contact = "cooperativa.de.produccion.yutalanor.de.villavicencio@correo.example"
    pair = pair_of(*enter(named(name, contact=contact), named(name.upper(), contact=contact)))
    cookie = login(diego).cookies[settings.SESSION_COOKIE_NAME].value
    page = new_page(width=360)
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    for address in ("/firms/", "/firms/pairs/", f"/firms/pairs/{pair.public_id}/", pair.firm.get_absolute_url()):
        page.goto(address)

        assert_accessible(page)
        width = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert width[0] <= width[1], address
