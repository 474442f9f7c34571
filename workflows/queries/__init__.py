"""What screens and reports read: one file for each."""
