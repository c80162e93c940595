"""The log that cannot be changed unseen: entries of `audit.ledger` as the leaves of a Merkle tree (RFC 6962).

canonical   one way to write an entry down (a subset of RFC 8785)
merkle      leaves, nodes, roots and proofs
entries     appending to `audit.ledger` within the transaction of the data
story       what the entries say: files, loads, rulebooks, scorings, publications, looks
export      `ledger/ledger.jsonl` and the checkpoint, after every commit
checkpoint  size and root as a signed note
opening     before anything is written: the export heals, a roll-back stops, an upgrade is recorded
"""
