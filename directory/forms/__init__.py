"""Forms of the directory: what is typed, cleaned; no rule about who may."""
