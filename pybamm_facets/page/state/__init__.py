"""What a design is: fields with bounds, presets, the text of a URL, undo and pins."""
