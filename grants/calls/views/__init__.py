"""Pages of calls: for staff, for setting up, for decisions, for everybody."""
