"""How gunicorn serves the site, in the demo and in production."""

import gc
import os

bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_PROCESSES", "2"))
# Many, since a slow upload holds one for as long as it takes, and cheap; how many work at the same time
# is what DATABASE_POOL says: whoever finds no free connection waits for one.
threads = int(os.environ.get("WEB_THREADS", "32"))
timeout = 60
graceful_timeout = 10
keepalive = 5
preload_app = True  # imported once and shared, which halves memory and start
control_socket_disable = True
accesslog = os.environ.get("ACCESS_LOG")
# No query string: links with a token in it do not belong in a log.
access_log_format = "%(t)s %(s)s %(m)s %(U)s %(b)s bytes %(M)s ms"


def pre_fork(server, worker):
    """What is loaded stays: moved out of the collector's sight, so that no page waits for a full sweep."""
    gc.collect()
    gc.freeze()


def post_fork(server, worker):
    """New objects are few beside the frozen ones; look at the old generation less often."""
    gc.freeze()
    gc.set_threshold(2000, 20, 50)
