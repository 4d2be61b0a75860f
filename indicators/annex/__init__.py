"""The agreed shares as the annex of a programme: one content, three writers."""
