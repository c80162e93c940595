"""All views of `bi`, for BI readers: what `board` does not tell, periods of persons, under the names of `mart`."""

from warehouse.access.masked_persons import in_indonesian, masked_persons
from warehouse.schema.definition import View
from warehouse.schema.period_views import KINDS
from warehouse.schema.views import views

SCHEMA = {"bi": "periods of persons for BI readers, under pseudonyms: on PostgreSQL only, made by kinerja grant"}


def masked_views() -> tuple[View, ...]:
    """List the views in an order in which they can be made."""
    of_mart = {view.name: view for view in views() if view.schema == "mart"}
    persons = [masked_persons(of_mart[name]) for name in KINDS]
    return (*persons, *(in_indonesian(view, KINDS[view.name][0]) for view in persons))
