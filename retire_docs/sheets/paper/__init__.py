"""Paper: pictures of pages → sheets. Only loaded where there is some: OpenCV and an engine take a second."""
