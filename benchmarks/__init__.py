"""Programs that measure; never tests. `make bench` prints the table and writes benchmarks/results/latest.json."""
