"""What was worked out once and is kept in this process, under keys that say all that it depends on.

A key holds the revisions of everything a value was made of, so nothing is ever taken back: what is out of date is not
asked for again, and goes when newer things need its room. Why in the process: docs/adr/0014-what-is-kept.md.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Remembered(Generic[Value]):
    """At most so many values; the one that was asked for longest ago goes first. Values are shared: never change one."""

    everything: list["Remembered"] = []

    def __init__(self, most: int):
        self._most, self._values, self._lock = most, OrderedDict[Hashable, Value](), Lock()
        self.everything.append(self)

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of a key, made now if it is not there."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value

    @classmethod
    def forget_everything(cls) -> None:
        """Begin anew, as a process that has just been started."""
        for each in cls.everything:
            with each._lock:
                each._values.clear()
