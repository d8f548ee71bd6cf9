"""Who is to blame: the difference between two particles, split over what differs."""
