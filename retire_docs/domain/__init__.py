"""What the papers are about: fields, values, records, findings, conditions. Knows no file format."""
