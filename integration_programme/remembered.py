"""What was worked out once and is kept in this process, under keys that say all that it depends on.

A key holds the revisions of everything a value was made of, so nothing is ever taken back: what is out of date is not
asked for again, and goes when newer things need its room. Why in the process: docs/adr/0014-what-is-kept.md.
"""

import gc
import sys
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any, Generic, TypeVar

from django.urls import get_script_prefix

Value = TypeVar("Value")

OF_KEY = 500  # bytes of a key and its place
LOADED = (type, ModuleType, FunctionType, BuiltinFunctionType)  # there anyway, whoever points at them


def weight(value: Any, most: int = sys.maxsize) -> int:
    """About how many bytes a value takes with all that hangs on it, as far as they are at most `most`."""
    seen: set[int] = set()
    found, level = 0, [value]
    while level and found <= most:
        new = {id(each): each for each in level if id(each) not in seen and not issubclass(type(each), LOADED)}
        seen |= new.keys()
        found += sum(map(sys.getsizeof, new.values()))
        level = gc.get_referents(*new.values())
    return found


class Remembered(Generic[Value]):
    """Values of at most so many bytes together; what was asked for longest ago goes first.

    A value is weighed when it is made and then shared: never change it, and never let it grow.
    """

    everything: list["Remembered"] = []

    def __init__(self, most: int):
        self._most, self._taken, self._lock = most, 0, Lock()
        self._values = OrderedDict[Hashable, tuple[Value, int]]()
        self.everything.append(self)

    def get(
        self, key: Hashable, make: Callable[[], Value], holds: Callable[[Value], bool] = lambda value: True
    ) -> Value:
        """The value of a key, made now if it is not there, or no longer holds; with the addresses that stand in it."""
        key = (get_script_prefix(), key)
        with self._lock:
            if key in self._values and holds(self._values[key][0]):
                self._values.move_to_end(key)
                return self._values[key][0]
        value = make()
        self._keep(key, value, weight(value, self._most) + OF_KEY)
        return value

    def of(self, thing: Any, make: Callable[[], Any], *what: Hashable) -> Any:
        """What is made of a thing that is itself kept elsewhere: made once, for as long as that very thing is there.

        The thing is not held: it may go, and then what was made of it is never asked for again.
        """
        kept = self.get((id(thing), *what), lambda: (weakref.ref(thing), make()), lambda kept: kept[0]() is thing)
        return kept[1]

    def _keep(self, key: Hashable, value: Any, takes: int) -> None:
        with self._lock:
            self._taken -= self._values.pop(key, (None, 0))[1]  # what no longer held, or another thread made meanwhile
            if takes <= self._most:
                self._values[key] = value, takes
                self._taken += takes
            while self._taken > self._most:
                self._taken -= self._values.popitem(last=False)[1][1]

    @classmethod
    def forget_everything(cls) -> None:
        """Begin anew, as a process that has just been started."""
        for each in cls.everything:
            with each._lock:
                each._values.clear()
                each._taken = 0
