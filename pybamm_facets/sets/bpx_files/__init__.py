"""BPX files of cells with facets: written for other tools, and read back with nothing lost."""
