"""Fill, read and check the papers of Chinese cities' one-stop retirement procedure (退休一件事)."""
