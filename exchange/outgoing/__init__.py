"""What goes out: tables written row by row, case files as PDF, the rows of the standard."""
