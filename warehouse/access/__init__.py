"""Who may see and do what in a PostgreSQL warehouse: roles, masked views, rows of a unit head.

DuckDB knows no roles (docs/decisions/0029); what is here is made on the server by `kinerja grant`
(docs/runbooks/roles.md).
"""
