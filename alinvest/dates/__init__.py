"""Date formats where Django's own do not fit our languages."""
