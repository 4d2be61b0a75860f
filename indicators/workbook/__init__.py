"""The allocation desk as an Excel workbook: written, filled in anywhere, read back."""
