"""The planar double layer of finite ions and Langevin dipoles at a facet (Eqs. 21-25)."""
