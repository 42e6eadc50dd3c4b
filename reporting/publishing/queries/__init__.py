"""What publishing reads."""
