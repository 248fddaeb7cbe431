"""Where a theme's templates run: they print what they are given, and can do nothing else.

Jinja's immutable sandbox keeps private attributes and changes of values away. Narrower here:

- only what a template needs can be called: macros, blocks, methods of texts and numbers;
- the study's text cannot be declared safe, so it stays text;
- every turn of a loop and every call looks at the clock, and numbers stay small.

Memory is not limited: a template that asks for a very wide text gets it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import update_wrapper
from typing import Any, TypeVar

from jinja2 import TemplateRuntimeError, TemplateSyntaxError, Undefined, nodes
from jinja2.environment import Environment
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace

from ranker.output.particles import Sentence, with_forms

SECONDS = 30.0  # of processor time; our own templates take less than one
LONGEST = 1_000_000  # of a repeated text or list
LARGEST = 10**15  # of a product of whole numbers

_Item = TypeVar("_Item")
_RUN = (Macro, BlockReference, LoopContext, Undefined)
_OWN_METHODS = (str, int, float, tuple, Mapping, LoopContext, Cycler, Joiner, Namespace)
_EACH = "_each"  # the filter that every loop goes through


class ThemeEnvironment(ImmutableSandboxedEnvironment):
    """Compiles and runs templates that we did not write."""

    intercepted_binops = frozenset({"*", "**"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._deadline = float("inf")
        self.filters.pop("safe")
        self.globals.pop("lipsum")
        self.filters[_EACH] = self._each

    def start_the_clock(self) -> None:
        """Give what follows its time."""
        self._deadline = time.thread_time() + SECONDS

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether a template may call this."""
        self._look_at_the_clock()
        if isinstance(obj, _RUN) or any(obj is known for known in self.globals.values()):
            return True
        method = getattr(obj, "__wrapped__", obj)  # the sandbox wraps str.format
        return isinstance(getattr(method, "__self__", None), _OWN_METHODS)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """Return ``format`` of a text as a theme may call it; Korean particles take their form."""
        message = getattr(value, "__self__", None)
        if not isinstance(message, Sentence):
            return super().wrap_str_format(value)
        fill = super().wrap_str_format(getattr(message.marked, value.__name__))
        if fill is None:
            return None

        def filled(*args: Any, **kwargs: Any) -> str:
            return with_forms(fill(*args, **kwargs))

        return update_wrapper(filled, value)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Multiply or raise to a power where the result stays small."""
        if not _is_small(operator, left, right):
            raise SecurityError(f"the result of {operator!r} would be very large")
        return super().call_binop(context, operator, left, right)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(nodes.EvalContextModifier):
            raise TemplateSyntaxError("a theme cannot set autoescape", node.lineno, name, filename)
        for loop in list(tree.find_all(nodes.For)):
            loop.iter = nodes.Filter(
                loop.iter, _EACH, [], [], None, None, lineno=loop.lineno, environment=self
            )
        return tree

    def _each(self, items: Iterable[_Item]) -> Iterator[_Item]:
        for item in items:
            self._look_at_the_clock()
            yield item

    def _look_at_the_clock(self) -> None:
        if time.thread_time() > self._deadline:
            raise TemplateRuntimeError(f"the page takes longer than {SECONDS:g} seconds")


def _is_small(operator: str, left: Any, right: Any) -> bool:
    numbers = [isinstance(value, (int, float)) for value in (left, right)]
    sizes = [abs(v) if isinstance(v, (int, float)) else len(v) for v in (left, right)]
    if operator == "**":
        return sizes[0] <= 1000 and sizes[1] <= 100
    return sizes[0] * sizes[1] <= (LARGEST if all(numbers) else LONGEST)


def start_the_clock(environment: Environment) -> None:
    """Start the clock of a theme's environment; ours has none."""
    if isinstance(environment, ThemeEnvironment):
        environment.start_the_clock()
