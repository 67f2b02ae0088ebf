"""Training on several devices: each computes a part of every batch.

    kit.distribution.set_distribution(kit.distribution.DataParallel())

Weights are copied to all devices, the rows of a batch are divided among them, and JAX
adds the gradients up; the results are those of one device. Nothing else changes.
"""

import math
from collections.abc import Sequence
from typing import Any

import jax
import numpy as np
from jax.sharding import Mesh, NamedSharding, PartitionSpec

BATCH = "batch"


def list_devices(device_type: str | None = None) -> list[str]:
    """Return the names of all devices, of this machine and of those joined to it.

    Args:
        device_type: `"cpu"`, `"gpu"` or `"tpu"`; by default the fastest there is.

    >>> list_devices("cpu")[0]
    'cpu:0'
    """
    devices = jax.devices(device_type.lower() if device_type else None)
    return [f"{device.platform}:{device.id}" for device in devices]


def initialize(
    job_addresses: str | None = None,
    num_processes: int | None = None,
    process_id: int | None = None,
) -> None:
    """Join several processes, on one or on many machines, before anything is computed.

    Call it first in every process. Under Slurm, Open MPI, Kubernetes and on cloud TPUs
    JAX finds the arguments by itself.

    Args:
        job_addresses: Address of the first process, `"host:port"`; of a list
            separated by commas, the first is taken.
        num_processes: How many processes there are.
        process_id: The number of this one, from 0.
    """
    address = job_addresses.split(",")[0] if job_addresses else None
    jax.distributed.initialize(address, num_processes, process_id)


class DeviceMesh:
    """Devices in an array, with a name for each axis.

    Args:
        shape: How many devices along each axis.
        axis_names: A name for each axis.
        devices: Names from `list_devices`, or devices of JAX; by default all.

    >>> DeviceMesh((1,), ["batch"], ["cpu:0"]).shape
    (1,)
    """

    def __init__(
        self,
        shape: Sequence[int],
        axis_names: Sequence[str],
        devices: Sequence[Any] | None = None,
    ):
        self.shape, self.axis_names = tuple(shape), list(axis_names)
        chosen = [_device(one) for one in (devices or list_devices())]
        if math.prod(self.shape) != len(chosen) or len(shape) != len(axis_names):
            raise ValueError(
                f"DeviceMesh has shape {self.shape} for {len(chosen)} devices.\n"
                "Expected as many places as devices, and a name for each axis.\n"
                f'Write DeviceMesh(({len(chosen)},), ["batch"]).'
            )
        self.devices = np.array(chosen).reshape(self.shape)
        self.mesh = Mesh(self.devices, tuple(axis_names))


class DataParallel:
    """Divides the rows of every batch among devices.

    Args:
        device_mesh: A DeviceMesh with one axis.
        devices: Names of devices instead; by default all there are.
        auto_shard_dataset: Accepted for Keras's signature: every process passes the
            same data to `fit`, and each device takes its own rows.

    >>> DataParallel(devices=["cpu:0"]).num_devices
    1
    """

    def __init__(
        self,
        device_mesh: DeviceMesh | None = None,
        devices: Sequence[Any] | None = None,
        auto_shard_dataset: bool = True,
    ):
        if device_mesh is None:
            names = list(devices or list_devices())
            device_mesh = DeviceMesh((len(names),), [BATCH], names)
        if len(device_mesh.shape) != 1:
            raise ValueError(
                f"DataParallel received a mesh of shape {device_mesh.shape}.\n"
                "Expected one axis: only the batch is divided.\n"
                'Write DeviceMesh((number_of_devices,), ["batch"]).'
            )
        self.device_mesh = device_mesh
        self.auto_shard_dataset = auto_shard_dataset
        self.num_devices = device_mesh.shape[0]
        axis = device_mesh.axis_names[0]
        self._replicated = NamedSharding(device_mesh.mesh, PartitionSpec())
        self._divided = NamedSharding(device_mesh.mesh, PartitionSpec(axis))

    def replicate(self, tree: Any) -> Any:
        """Put a copy of every array on every device."""
        return jax.device_put(tree, self._replicated)

    def gather(self, tree: Any) -> Any:
        """Inside a program: give every device all rows again."""
        return jax.lax.with_sharding_constraint(tree, self._replicated)

    def divide(self, tree: Any) -> Any:
        """Inside a program: let each device keep its part of the rows.

        Arrays whose rows cannot be divided evenly stay whole.
        """

        def place(array):
            if array.ndim and array.shape[0] % self.num_devices == 0:
                return jax.lax.with_sharding_constraint(array, self._divided)
            return array

        return jax.tree.map(place, tree)


class _Current:
    """The distribution that models use from now on."""

    distribution: DataParallel | None = None


def set_distribution(value: DataParallel | None) -> None:
    """Let all models that are trained from now on use these devices; None for one.

    >>> set_distribution(None)
    """
    _Current.distribution = value


def distribution() -> DataParallel | None:
    """Return the distribution in use, or None.

    >>> distribution() is None
    True
    """
    return _Current.distribution


def replicate(tree: Any) -> Any:
    """Put arrays on all devices in use; without a distribution they stay as they are.

    >>> replicate([1, 2])
    [1, 2]
    """
    current = _Current.distribution
    return tree if current is None else current.replicate(tree)


def divide(tree: Any) -> Any:
    """Inside a program, divide rows among the devices in use.

    >>> divide([1, 2])
    [1, 2]
    """
    current = _Current.distribution
    return tree if current is None else current.divide(tree)


def gather(tree: Any) -> Any:
    """Inside a program, give every device in use all rows again.

    >>> gather([1, 2])
    [1, 2]
    """
    current = _Current.distribution
    return tree if current is None else current.gather(tree)


def even_batch(size: int) -> int:
    """Return the next batch size that can be divided evenly among the devices.

    >>> even_batch(33)
    33
    """
    current = _Current.distribution
    count = 1 if current is None else current.num_devices
    return -(-size // count) * count


def _device(name: Any) -> Any:
    if not isinstance(name, str):
        return name
    platform, _, number = name.partition(":")
    for device in jax.devices(platform):
        if str(device.id) == (number or "0"):
            return device
    raise ValueError(
        f'There is no device "{name}".\n'
        f"Expected one of: {', '.join(list_devices())}.\n"
        "See kit.distribution.list_devices()."
    )
