"""OpenLineage: what each run read and wrote, told in the transaction that makes it true (docs/decisions/0025).

    runs        how a run begins and ends; called by what reserves, commits, scores and publishes
    load_story  what a load, a replay, a withdrawal or a destruction read and wrote
    score_story the same of scoring and publishing a period
    datasets    tables and files as datasets: names, columns, where columns come from
    facets      the standard's facets that we use, with the versions of their schemas
    outbox      events written with the data, and whether they were delivered
    delivery    events to a file or an HTTP endpoint, at least once
    redaction   what of a fault may be told

No event holds a value of a person's row, a name, a free text that somebody typed, or a path of the machine.
"""
