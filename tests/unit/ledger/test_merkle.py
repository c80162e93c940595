"""RFC 6962: the published vectors of Certificate Transparency, and proofs of every tree, whole and damaged."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from etl.ledger import merkle

LEAVES = [
    merkle.leaf_hash(bytes.fromhex(text))
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
PATH_OF_THE_SIXTH_OF_EIGHT = (
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
)
FROM_SIX_TO_EIGHT = (
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
    *PATH_OF_THE_SIXTH_OF_EIGHT[1:],
)

trees = st.integers(1, 70).map(lambda size: [sha256(bytes([number])).digest() for number in range(size)])


def test_the_published_roots() -> None:
    assert [merkle.root_of(LEAVES[:size]).hex() for size in range(9)] == list(ROOTS)


def test_the_published_proofs() -> None:
    assert [node.hex() for node in merkle.inclusion_proof(LEAVES, 5)] == list(PATH_OF_THE_SIXTH_OF_EIGHT)
    assert [node.hex() for node in merkle.consistency_proof(LEAVES, 6)] == list(FROM_SIX_TO_EIGHT)


@given(trees, st.data())
def test_a_tree_grows_from_its_peaks_as_from_all_its_leaves(leaves: list[bytes], data: st.DataObject) -> None:
    size = data.draw(st.integers(0, len(leaves)))
    peaks, grown = merkle.grow(*merkle.grow((), 0, leaves[:size]), leaves[size:])

    assert (merkle.root_of_peaks(peaks), grown) == (merkle.root_of(leaves), len(leaves))


@given(trees, st.data())
def test_a_proof_of_inclusion_holds_for_its_leaf_its_place_and_its_size_only(
    leaves: list[bytes], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof, root = merkle.inclusion_proof(leaves, index), merkle.root_of(leaves)

    def holds(leaf: bytes, place: int, size: int, path: list[bytes]) -> bool:
        return merkle.includes(leaf=leaf, index=place, size=size, proof=path, root=root)

    assert holds(leaves[index], index, len(leaves), proof)
    assert not holds(sha256(b"another").digest(), index, len(leaves), proof)
    assert not any(holds(leaves[index], place, len(leaves), proof) for place in range(len(leaves)) if place != index)
    assert not holds(leaves[index], index, len(leaves), [*proof, root])
    assert not proof or not holds(leaves[index], index, len(leaves), proof[:-1])
    assert not holds(leaves[index], index, 2 * len(leaves) + 1, proof)


@given(trees, st.data())
def test_a_proof_of_consistency_holds_for_its_two_trees_only(leaves: list[bytes], data: st.DataObject) -> None:
    old = data.draw(st.integers(0, len(leaves)))
    proof = merkle.consistency_proof(leaves, old)
    roots = merkle.root_of(leaves[:old]), merkle.root_of(leaves)

    def holds(old_size: int, size: int, path: list[bytes], old_root: bytes = roots[0], root: bytes = roots[1]) -> bool:
        return merkle.is_consistent(old_size=old_size, old_root=old_root, size=size, root=root, proof=path)

    assert holds(old, len(leaves), proof)
    assert not holds(old, len(leaves), [*proof, roots[1]])
    assert not holds(old, len(leaves), proof, old_root=sha256(b"forked").digest())
    assert old == 0 or not holds(old, len(leaves), proof, root=sha256(b"forked").digest())
    if 0 < old < len(leaves):
        assert not holds(old, len(leaves), proof[:-1])
        assert not any(holds(other, len(leaves), proof) for other in range(1, len(leaves) + 1) if other != old)
        assert not holds(old, 2 * len(leaves) + 1, proof)


def test_a_node_cannot_be_taken_for_a_leaf() -> None:
    left, right = LEAVES[:2]

    assert merkle.leaf_hash(left + right) != merkle.root_of(LEAVES[:2])
