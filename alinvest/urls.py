"""The addresses of the site; each stage lists its own."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path

import grants.urls
import reporting.urls
from alinvest import health, views

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # with its rate limit and second factor

handler400 = "alinvest.errors.bad_request"
handler403 = "alinvest.errors.forbidden"
handler404 = "alinvest.errors.not_found"
handler500 = "alinvest.errors.server_error"

# reporting comes last: its texts take any one word after the language
public = [*grants.urls.public_urlpatterns, *reporting.urls.public_urlpatterns]

urlpatterns = [
    re_path(r"^(?P<lang>es|pt|en)/", include((public, "public"))),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("", include("grants.urls")),
    path("", include("reporting.urls")),
]

if settings.COMPONENTS_PAGE:
    urlpatterns.append(path("components/", views.components_page, name="components"))

if settings.DEMO:
    urlpatterns.append(path("demo/", include("alinvest.devkit.urls")))
