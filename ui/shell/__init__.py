"""The frame around the pages: window, navigation, actions, palette, sign-in."""
