"""HTTP and the command line: the outermost layer."""
