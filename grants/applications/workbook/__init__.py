"""A draft as a workbook that travels: what goes out, what comes back, and how the two are brought together.

``cells`` says what stands in a draft cell by cell, ``sheets`` how that lies on the sheets of a workbook,
``writing`` and ``reading`` make and take one, ``merging`` compares. Nothing is saved here: that is done by
``actions.workbook``, through the saves of the pages.
"""
