"""The project's settings with one address more: the floor page."""

from alinvest.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
