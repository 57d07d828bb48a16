"""
What stands between a wish to return and the journey: the state of each gate, computed from signatures. Pure.

Gates bind what we organise, never the person's freedom to go (rules of practice 1, 2 and 15 to 18).
"""
