"""Sample data at the size of a province and of the country, written set by set. See `loading`."""
