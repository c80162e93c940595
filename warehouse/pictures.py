"""Of a reference record the present picture (`core.<record>`) and, where it changed, the former (`old_<record>`)."""

FOREVER = "date '9999-12-31'"


def both(record: str, changed: set[str]) -> str:
    """The rows of a reference record, the former ones too where it changed."""
    if record in changed:
        return f"(select * from core.{record} union all select * from old_{record})"
    return f"core.{record}"


def differing(record: str) -> str:
    """Rows that are only in the former or only in the present picture, whatever file they come from."""
    provenance = "load_id, file_id, record_no, item_no"
    now, old = (f"select * exclude ({provenance}) from {name}" for name in (f"core.{record}", f"old_{record}"))
    return f"(({now} except {old}) union all ({old} except {now}))"


def stretches(record: str, *columns: str) -> str:
    """Where one of `columns` differs from day to day: of a row that was only ended or prolonged just those days."""
    listed = ", ".join(columns)
    key = f"{listed}, valid_from"
    same = " and ".join(f"now.{name} is not distinct from old.{name}" for name in (*columns, "valid_from"))
    chosen = ", ".join(f"coalesce(now.{name}, old.{name}) as {name}" for name in columns)
    present, former = (
        f"(select {key}, max(coalesce(valid_to, {FOREVER})) as valid_to from {name} group by {key})"
        for name in (f"core.{record}", f"old_{record}")
    )
    return (
        f"(select {chosen}, coalesce(case when now.valid_to is not null and old.valid_to is not null "
        "then least(now.valid_to, old.valid_to) end, now.valid_from, old.valid_from) as valid_from, "
        "greatest(now.valid_to, old.valid_to) as valid_to "
        f"from {present} as now full join {former} as old on {same} where now.valid_to is distinct from old.valid_to)"
    )
