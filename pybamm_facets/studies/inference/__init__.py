"""What data and priors say: calibration, identifiability, uncertainty."""
