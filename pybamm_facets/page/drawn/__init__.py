"""The page itself: widgets, figures, server and static export."""
