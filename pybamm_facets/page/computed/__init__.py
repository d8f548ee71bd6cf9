"""What is shown of a design, computed without a browser."""
