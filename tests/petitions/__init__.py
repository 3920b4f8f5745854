"""A kind of case that knows nothing of labels: what the committee can decide without being told."""
