"""The second writer: the same Word template set on pages and written as PDF, without an office suite.

``reader`` reads the template's parts into a ``tree`` (tags are nodes in it); ``paragraphs``, ``tables`` and ``pages``
set the tree for one filling; ``faces`` are the fonts, ``drawing`` the marks on a page, ``pdf`` the file.
"""
