"""The ways a region's published schemas can change: each a real change of what its operator configures."""

from dataclasses import dataclass
from typing import Callable

# What Glance publishes without any setting.
DISK_FORMATS = ["ami", "ari", "aki", "vhd", "vhdx", "vmdk", "raw", "qcow2", "vdi", "iso", "ploop"]


@dataclass
class Published:
    """What decides a region's schemas: its release, its formats, and its schema-image.json."""

    release: str
    disk_formats: list
    properties: dict
    required: list | None = None


@dataclass(frozen=True)
class Kind:
    effect: str
    apply: Callable[[Published], None]


KINDS = {}


def kind(effect):
    def register(function):
        KINDS[function.__name__.replace("_", "-")] = Kind(effect, function)
        return function
    return register


@kind("the property lab_tier appears, with an enum of two values")
def property_added(published):
    published.properties["lab_tier"] = {
        "type": "string", "enum": ["gold", "silver"], "description": "Support tier of the image."}


@kind("the property os_version is gone")
def property_removed(published):
    published.properties.pop("os_version")


@kind("instance_uuid may be null, too")
def type_widened(published):
    published.properties["instance_uuid"]["type"] = ["null", "string"]


@kind("architecture is limited to two values")
def enum_introduced(published):
    published.properties["architecture"]["enum"] = ["x86_64", "aarch64"]


@kind("disk_format may be 'squash', too")
def enum_widened(published):
    published.disk_formats.append("squash")


@kind("disk_format may no longer be 'vdi'")
def enum_narrowed(published):
    published.disk_formats.remove("vdi")


@kind("the values of disk_format stand in another order")
def enum_reordered(published):
    published.disk_formats.reverse()


@kind("os_distro is described in other words")
def description_reworded(published):
    published.properties["os_distro"]["description"] = "Operating system distribution."


@kind("os_distro is required (the old release knows no such setting)")
def required_added(published):
    published.required = ["os_distro"]


@kind("the same document with its properties in another order")
def keys_reordered(published):
    published.properties = dict(reversed(published.properties.items()))


@kind("the region runs the other release of Glance")
def release(published):
    published.release = "current" if published.release == "rocky" else "rocky"
