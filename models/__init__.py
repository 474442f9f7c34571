"""The tables of Trình Ký; they import nothing of ours."""
