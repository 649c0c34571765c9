"""Which part of an xlsx package is what: the parts say by name how they belong together."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from xml.etree import ElementTree

from pipelines.formats import DAMAGED, NotReadable
from pipelines.zipped import Zipped

_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)")


def parsed(xml: bytes) -> ElementTree.Element:
    """A small part as a tree. Raises NotReadable where it is damaged or declares entities."""
    if _DECLARATION.search(xml.replace(b"\x00", b"")):
        raise NotReadable(DAMAGED)
    try:
        # Entities cannot be declared here, and the parser fetches nothing.
        return ElementTree.fromstring(xml)  # noqa: S314
    except (ElementTree.ParseError, ValueError, LookupError):
        raise NotReadable(DAMAGED) from None


def local(name: str) -> str:
    """A name without its namespace: programs do not agree on it."""
    return name.rpartition("}")[2]


def local_items(element: ElementTree.Element) -> dict[str, str]:
    """An element's attributes by their names without namespaces."""
    return {local(name): value for name, value in element.items()}


def named(tree: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    """All elements of that name, whatever their namespace."""
    return (element for element in tree.iter() if local(element.tag) == name)


def relations(zipped: Zipped, part: str) -> dict[str, tuple[str, str]]:
    """What a part refers to: id → kind (worksheet, styles …) and the name of that part.

    `part` "" is the package itself.
    """
    folder, name = posixpath.split(part)
    listing = posixpath.join(folder, "_rels", f"{name}.rels")
    if listing not in zipped:
        return {}
    return {
        element.get("Id", ""): (
            element.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, element.get("Target", ""))),
        )
        for element in named(parsed(zipped.whole(listing)), "Relationship")
    }
