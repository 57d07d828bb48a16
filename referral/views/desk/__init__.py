"""What lies on a desk: home, the page of all work and the calendar read the same rows. Nothing sealed is opened."""
