"""What happens to a file before it is kept: recognised, scanned, cleaned apart, stored sealed. Knows no model."""
