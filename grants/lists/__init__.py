"""What every list has: a file of all its rows, and views that people save (product.md 3.10)."""
