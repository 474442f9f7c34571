"""The business of Trình Ký: no Flask, no HTTP."""
