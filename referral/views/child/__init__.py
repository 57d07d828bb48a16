"""The way of a child: five steps in their order, what a child asks for, and a decision that does not wait (rules 3 and 22)."""
