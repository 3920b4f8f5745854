"""What pages show, computed without a query: words, dates and drawings."""
