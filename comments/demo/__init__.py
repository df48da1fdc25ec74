"""The demo newsroom: an invented town, told through the same use-cases as real ones."""

from comments.demo.install import Demo, NotADemo, install_demo

__all__ = ["Demo", "NotADemo", "install_demo"]
