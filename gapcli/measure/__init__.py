"""Positions and figures: numbers, without a sentence or an option."""
