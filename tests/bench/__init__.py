"""Benchmarks: `make bench` prints one JSON line per figure and fails when a limit is broken. Not run by pytest."""
