"""What publishing changes."""
