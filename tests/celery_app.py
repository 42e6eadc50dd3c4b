"""The Celery application as the tests run it: the same, with jobs that misbehave and an impatient beat."""

from datetime import timedelta

from alinvest.celery import app

app.conf.include = (*app.conf.include, "tests.worker_jobs")
app.conf.beat_schedule = {
    name: {"task": entry["task"], "schedule": timedelta(seconds=1)}
    for name, entry in app.conf.beat_schedule.items()
    if name != "heartbeat"
}
