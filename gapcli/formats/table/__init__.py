"""A page as text for a terminal or a pipe."""
