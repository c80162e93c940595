"""Merkle trees as RFC 6962, section 2, defines them: roots, peaks that grow, proofs of inclusion and of consistency.

A leaf is hashed after a 0 byte, a node after a 1 byte: neither can be taken for the other.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def grow(peaks: Sequence[bytes], size: int, leaves: Iterable[bytes]) -> tuple[list[bytes], int]:
    """Add leaf hashes to a tree known by its peaks, the roots of its full subtrees from left to right."""
    grown = list(peaks)
    for leaf in leaves:
        node, position = leaf, size
        while position & 1:
            node, position = node_hash(grown.pop(), node), position >> 1
        grown.append(node)
        size += 1
    return grown, size


def root_of_peaks(peaks: Sequence[bytes]) -> bytes:
    if not peaks:
        return EMPTY
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def root_of(leaves: Sequence[bytes]) -> bytes:
    """MTH of section 2.1, of leaf hashes."""
    return root_of_peaks(grow((), 0, leaves)[0])


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """PATH of section 2.1.1: siblings of the leaf `index` (from 0), from the bottom up."""
    if len(leaves) <= 1:
        return []
    half = _split(len(leaves))
    if index < half:
        return [*inclusion_proof(leaves[:half], index), root_of(leaves[half:])]
    return [*inclusion_proof(leaves[half:], index - half), root_of(leaves[:half])]


def consistency_proof(leaves: Sequence[bytes], size: int) -> list[bytes]:
    """PROOF of section 2.1.2: that the tree of the first `size` leaves is the beginning of this one."""
    return _subproof(leaves, size, whole=True) if 0 < size < len(leaves) else []


def _subproof(leaves: Sequence[bytes], size: int, *, whole: bool) -> list[bytes]:
    if size == len(leaves):
        return [] if whole else [root_of(leaves)]
    half = _split(len(leaves))
    if size <= half:
        return [*_subproof(leaves[:half], size, whole=whole), root_of(leaves[half:])]
    return [*_subproof(leaves[half:], size - half, whole=False), root_of(leaves[:half])]


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def includes(*, leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof shows the leaf under the root (RFC 9162, section 2.1.3.2); all of it must be used up."""
    if not 0 <= index < size:
        return False
    position, last, found = index, size - 1, leaf
    for node in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            found = node_hash(node, found)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            found = node_hash(found, node)
        position, last = position >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(*, old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows the old tree as the beginning of the new one (RFC 9162, section 2.1.4.2).

    Both sizes must be used up: a proof for other sizes is none.
    """
    if old_size == 0:
        return not proof and old_root == EMPTY
    if old_size >= size:
        return old_size == size and not proof and old_root == root
    path = list(proof) if old_size & (old_size - 1) else [old_root, *proof]
    if not path:
        return False
    position, last = old_size - 1, size - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old = new = path[0]
    for node in path[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            old, new = node_hash(node, old), node_hash(node, new)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            new = node_hash(new, node)
        position, last = position >> 1, last >> 1
    return last == 0 and old == old_root and new == root
