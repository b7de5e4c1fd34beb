"""Results for reading: what a notebook shows."""
