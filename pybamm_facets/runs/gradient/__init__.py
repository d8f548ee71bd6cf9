"""Derivatives of a run's capacity with respect to its inputs."""
