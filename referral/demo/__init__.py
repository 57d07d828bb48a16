"""Invented organisations, staff and journeys, for trying the product. Never where real people are."""
