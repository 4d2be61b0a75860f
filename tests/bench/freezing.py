"""What a page's template reads, frozen into plain dicts, lists and strings: the floor of the page.

The page is rendered once while every look-up of a template variable is written down. What was looked up in the view's
context becomes a key of a dict; forms stay forms, and the frame around the page comes from its context processors as on
every page. Rendering the frozen data costs what the template costs and nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import is_dataclass
from decimal import Decimal
from typing import Any
from unittest import mock

from django.db.models import Model
from django.forms import BaseForm, BoundField
from django.forms.models import ModelChoiceField
from django.http import HttpRequest
from django.template import Context
from django.template.backends.django import Template as PageTemplate
from django.template.base import Variable
from django.utils.functional import LazyObject, Promise, empty
from django.utils.safestring import SafeString

SCALARS = (int, float, Decimal, dt.date, dt.time, dt.timedelta, bytes, type(None), SafeString)


class Plain(dict[str, Any]):
    """An object of which only what the template reads is left, as a dict that still prints like the object."""

    printed = ""
    is_true = True
    same_as: object = None
    # The value that template tags in Python, such as charts, read from; templates read the dict.
    original: object = None

    def __getattr__(self, name: str) -> Any:
        """What a tag reads of the object, worked out once."""
        value = getattr(self.original, name)
        setattr(self, name, value)
        return value

    def __str__(self) -> str:
        return self.printed

    def __bool__(self) -> bool:
        return self.is_true

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Plain) and self.same_as == other.same_as

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(self.same_as)


class PlainList(list[Any]):
    """A list with the few attributes that the template reads of it, as of a page of a paginator."""


class PlainText(str):  # noqa: SLOT000, attributes are what it is for
    """A word with the few attributes that the template reads of it, as of a choice."""


class Recording:
    """Template, data and everything that was looked up while one page was rendered."""

    def __init__(self) -> None:
        self.template: PageTemplate | None = None
        self.base: dict[str, Any] = {}
        self.read: set[str] = set()
        self.children: dict[tuple[int, str], Any] = {}
        self.bits: dict[int, list[str]] = {}
        self._alive: list[Any] = []  # an id must not be given to another object while we count on it

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Write down the first page that is rendered in the block."""
        render, look_up = PageTemplate.render, Variable.__dict__["_resolve_lookup"]

        def render_page(page: PageTemplate, context: dict[str, Any] | None = None, request: Any = None) -> str:
            if self.template is not None:
                return render(page, context, request)
            self.template = page
            self.base = dict(context or {})
            return render(page, self.base, request)

        def resolve(variable: Variable, context: Any) -> Any:
            current = context
            for bit in variable.lookups or ():
                current = self._step(current, bit, look_up)
            return current

        with (
            mock.patch.object(PageTemplate, "render", render_page),
            mock.patch.object(Variable, "_resolve_lookup", resolve),
        ):
            yield

    def _step(self, parent: Any, bit: str, look_up: Callable[[Variable, Any], Any]) -> Any:
        """Return one look-up's result, the same one each time, so that all look-ups make up one graph."""
        is_fixed = not isinstance(parent, Context | dict)
        if isinstance(parent, Context):
            self.read.add(bit)
            is_fixed = bit in self.base and parent.get(bit) is self.base[bit]
        key = (id(self if isinstance(parent, Context) else parent), bit)
        if is_fixed and key in self.children:
            return self.children[key]
        one = Variable(bit)
        one.lookups = (bit,)
        child = look_up(one, parent)
        if isinstance(child, Iterator):
            child = list(child)
        if is_fixed:
            self._alive += [parent, child]
            self.children[key] = child
            self.bits.setdefault(key[0], []).append(bit)
        return child

    def frozen(self) -> dict[str, Any]:
        """Return the context of the page as plain data."""
        made: dict[int, Any] = {}
        names = [name for name in self.base if name in self.read]
        values = {name: self.children.get((id(self), name), self.base[name]) for name in names}
        return {name: self._freeze(value, made) for name, value in values.items()}

    def _freeze(self, value: Any, made: dict[int, Any]) -> Any:
        value = self._unwrapped(value)
        if id(value) in made:
            return made[id(value)]
        self._alive.append(value)
        if isinstance(value, SCALARS):
            return value
        if isinstance(value, BaseForm | BoundField):
            return _with_fixed_choices(value)
        if isinstance(value, str) and not self.bits.get(id(value)):
            return str(value)
        if isinstance(value, Mapping):
            mapping = made[id(value)] = {}
            mapping.update((key, self._freeze(item, made)) for key, item in value.items())
            return mapping
        return self._freeze_object(value, made)

    def _freeze_object(self, value: Any, made: dict[int, Any]) -> Any:
        """Return the object with what was looked up: as a dict, or on the list or word that it is."""
        plain: Any = Plain()
        if isinstance(value, str):
            plain = PlainText(value)
        elif isinstance(value, Iterable) and not isinstance(value, HttpRequest | Model):
            plain = PlainList()
        made[id(value)] = plain
        if isinstance(plain, Plain):
            plain.printed, plain.is_true = str(value), bool(value)
            plain.original = value if is_dataclass(value) else None
            plain.same_as = (type(value), value.pk) if isinstance(value, Model) else id(value)
        elif isinstance(plain, PlainList):
            plain.extend(self._freeze(item, made) for item in value)
        for bit in self.bits.get(id(value), []):
            child = self._freeze(self.children[id(value), bit], made)
            if isinstance(plain, Plain):
                plain[bit] = child
            elif not bit.isdigit():
                setattr(plain, bit, child)
        return plain

    def _unwrapped(self, value: Any) -> Any:
        """Return what a lazy value stands for, and take over what was looked up through it."""
        if isinstance(value, Promise):
            return str(value)
        if not isinstance(value, LazyObject):
            return value
        if value._wrapped is empty:
            value._setup()
        inner = value._wrapped
        for bit in self.bits.get(id(value), []):
            self.children.setdefault((id(inner), bit), self.children[id(value), bit])
            self.bits.setdefault(id(inner), []).append(bit)
        return inner


def _with_fixed_choices(field: BaseForm | BoundField) -> BaseForm | BoundField:
    """Return the form with the choices it would ask the database for already in it."""
    form = field if isinstance(field, BaseForm) else field.form
    for one in form.fields.values():
        if isinstance(one, ModelChoiceField):
            choices: Any = one.choices
            one.choices = [(str(value), label) for value, label in choices]
    return field
