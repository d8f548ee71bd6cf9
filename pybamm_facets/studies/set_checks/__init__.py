"""A set looked at before use."""
