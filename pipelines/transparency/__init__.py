"""The transparency record of a release: why the list exists, what it is made of, who signed it.

One file in Chinese, made with every release. `page` puts it together, a part a module; the parts
that signatures change are filled in afterwards (`signing`), so that what was signed stays as it
was made.
"""
