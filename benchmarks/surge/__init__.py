"""The last minutes before a deadline: many write, many hand in, slow lines upload."""
