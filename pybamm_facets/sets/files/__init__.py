"""A set as a TOML file: what it may say, how it is read, and one variant of it."""
