"""A sample installation: invented people in real structures, and documents on their way."""
