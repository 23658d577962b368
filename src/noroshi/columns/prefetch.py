"""Asking the processor for memory before it is wanted, so that a loop need not wait for it."""

from typing import Any

from numba.core import cgutils, types
from numba.extending import intrinsic, overload
from numpy.typing import NDArray

from noroshi.columns.schema import Whole

_llvm: Any = cgutils  # it has no types

_READ, _KEEP, _DATA = 0, 3, 1
"""What LLVM is told: for reading, into the nearest cache, not code."""


def prefetch(array: NDArray[Any], place: Whole) -> None:
    """Ask for an array's element, without waiting for it; inside kernels only, for plain Python need not.

    It never fails: where there is no such element, nothing happens.
    """


@overload(prefetch, inline="always")
def _prefetch(array: Any, place: Any) -> Any:  # noqa: ARG001  # Numba goes by their types alone
    def ask(array: Any, place: Any) -> None:
        _ask(array, place)  # type: ignore[call-arg]  # Numba hands over the first one itself

    return ask


@intrinsic
def _ask(_: Any, array: Any, place: Any) -> Any:
    def emit(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        columns = context.make_array(signature.args[0])(context, builder, given[0])
        index = context.cast(builder, given[1], signature.args[1], types.intp)
        address = _llvm.get_item_pointer(
            context, builder, signature.args[0], columns, [index], wraparound=False
        )
        anything, number = _llvm.voidptr_t, _llvm.int32_t
        asking = _llvm.ir.FunctionType(_llvm.ir.VoidType(), [anything, number, number, number])
        name = builder.module.declare_intrinsic("llvm.prefetch.p0", (), asking)
        told = [number(_READ), number(_KEEP), number(_DATA)]
        builder.call(name, [builder.bitcast(address, anything), *told])
        return context.get_dummy_value()

    return types.void(array, place), emit
