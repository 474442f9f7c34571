"""What people fill in: from form fields to commands, and back when something is refused."""
