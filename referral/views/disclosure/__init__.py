"""Disclosure without consent: chosen piece by piece, decided by two, given, reviewed where it was decided alone, told to the person."""
