"""Letters: one source, a text with a few marks, gives both parts of an e-mail."""
