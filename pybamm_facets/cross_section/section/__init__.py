"""The section itself: grains, their orientation, and a mesh that follows their boundaries."""
