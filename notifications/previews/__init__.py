"""Letters before they leave, and samples of each kind."""
