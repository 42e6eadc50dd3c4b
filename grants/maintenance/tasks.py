"""What maintenance means for the worker: letters, scans and announcements go on, other work waits for its end."""

from grants.jobs.actions import hold_while
from grants.maintenance.standing import is_on

hold_while(is_on)
