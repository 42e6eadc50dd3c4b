"""Pages of what a person keeps of lists."""
