"""Engines that read text in pictures, behind one contract."""
