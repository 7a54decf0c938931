"""Lets Glance 17 (2018, written for Python 3.5) start on Python 3.11. Nothing here touches a schema.

Copied into that release's environment, where a .pth file imports it at each start.
"""

import argparse
import collections
import collections.abc
import inspect
import sys
import types

# Removed in 3.10: the abstract classes under their old address.
for name in collections.abc.__all__:
    setattr(collections, name, getattr(collections.abc, name))

# Removed in 3.11; the successor's answer begins with the same four parts.
inspect.getargspec = inspect.getfullargspec

# netifaces has to be compiled, and Glance only guesses an own address with it: an empty module will do.
sys.modules.setdefault("netifaces", types.ModuleType("netifaces"))


# Refused since 3.11: two subcommands of one name. glance-manage declares some twice; the later one counts.
class _LastOneCounts(argparse._SubParsersAction):
    def add_parser(self, name, **keywords):
        self._name_parser_map.pop(name, None)
        return super().add_parser(name, **keywords)


_register = argparse.ArgumentParser.__init__


def _with_subcommands(self, *arguments, **keywords):
    _register(self, *arguments, **keywords)
    self.register("action", "parsers", _LastOneCounts)


argparse.ArgumentParser.__init__ = _with_subcommands
