"""Units, clusters, people and headcounts from one Excel workbook: layout, template, reading, plan."""
