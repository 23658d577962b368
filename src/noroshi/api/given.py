"""What a route is given by the house, beside what the caller sends."""

from typing import TypeAlias, TypeVar

from litestar.di import NamedDependency
from litestar.params import SkipValidation

T = TypeVar("T")

Given: TypeAlias = NamedDependency[SkipValidation[T]]
"""Something that `noroshi.api.house` makes, found by the parameter's name; it is ours, so nobody checks it."""
