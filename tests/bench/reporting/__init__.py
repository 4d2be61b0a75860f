"""Benchmarks of reporting itself: what a page weighs, what a save takes, what a killed server loses, many at once."""
