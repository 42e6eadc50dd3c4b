"""Addresses of the home pages: the public one, its plain texts, and that of each role."""

from django.urls import path

from reporting.home import views

urlpatterns = [
    path("", views.door, name="door"),
    path("home/", views.home, name="home"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
]

public_urlpatterns = [
    path("", views.public_home, name="home"),
    path("<slug:slug>/", views.text, name="text"),
]
