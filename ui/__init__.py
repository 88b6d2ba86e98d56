"""The windows: pages, forms and dialogs over the rooms of app."""
