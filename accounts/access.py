"""Access rules of a view, declared above it. A view without one is refused by a test."""

from shell.access import public, roles, signed_in, step_up

__all__ = ["public", "roles", "signed_in", "step_up"]
