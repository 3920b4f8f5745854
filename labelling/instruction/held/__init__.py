"""What an organisation holds already, as its applications see it."""
