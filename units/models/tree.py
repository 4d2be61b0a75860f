"""A typed face of django-treebeard's materialised paths, which ships no types of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)

if TYPE_CHECKING:

    class TreeQuerySet(models.QuerySet[M]):
        pass

    class TreeManager(models.Manager[M]):
        def add_root(self, create_kwargs: dict[str, Any] | None = None, *, instance: M | None = None) -> M: ...
        def add_child(
            self, target: M, create_kwargs: dict[str, Any] | None = None, *, instance: M | None = None
        ) -> M: ...
        def get_parent(self, node: M) -> M | None: ...
        def find_problems(self) -> tuple[list[str], ...]: ...

    class TreeNode(models.Model):
        steplen: ClassVar[int]
        alphabet: ClassVar[str]
        path: models.CharField[str, str]
        depth: models.PositiveIntegerField[int, int]
        numchild: models.PositiveIntegerField[int, int]

        class Meta:
            abstract = True

        def get_parent(self, update: bool = False) -> Self | None: ...
        def get_ancestors(self) -> models.QuerySet[Self]: ...
        def get_children(self) -> models.QuerySet[Self]: ...
        def is_root(self) -> bool: ...
        @classmethod
        def _get_path(cls, path: str | None, depth: int, newstep: int) -> str: ...
        @classmethod
        def _str2int(cls, num: str) -> int: ...

else:
    from treebeard.mp_tree import MP_Node as TreeNode  # noqa: F401
    from treebeard.mp_tree import MP_NodeManager
    from treebeard.mp_tree import MP_NodeQuerySet as TreeQuerySet  # noqa: F401

    class TreeManager(MP_NodeManager):
        def get_queryset(self):
            """Every node from the top down, with the methods of the model's own queryset."""
            return self._queryset_class(self.model, using=self._db).order_by("path")
