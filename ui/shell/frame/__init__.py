"""Parts of the frame: a page's area, and what stands there while the desk is being opened."""
