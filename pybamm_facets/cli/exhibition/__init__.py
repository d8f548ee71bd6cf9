"""Commands of the paper and of what was published beside it."""
