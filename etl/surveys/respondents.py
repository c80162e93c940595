"""How a respondent is told from another without knowing who it is.

A form's own token stands as it is. A plain running number begins again on every form, so unit and day go before it.
Without either, equal answers are numbered in the order of the file: the same export gives the same keys again.
"""

from etl.records import RECORDS

_RUNNING_NUMBER = r"\d{1,6}"
_HASH_CHARACTERS = 16


def respondents_sql(table: str, survey: str) -> str:
    """The typed answers with `survey` (default: the source's name) and `respondent` filled in."""
    content = [name for name in RECORDS["survey_response"].column_names if name != "respondent"]
    digest = " || '|' || ".join(f"coalesce(CAST(\"{name}\" AS VARCHAR), '')" for name in content)
    name = survey.replace("'", "''")
    return f"""
        WITH answers AS (
            SELECT * REPLACE (coalesce(survey, '{name}') AS survey) FROM {table}
        ),
        hashed AS (
            SELECT *, substr(sha256({digest}), 1, {_HASH_CHARACTERS}) AS hash FROM answers
        ),
        numbered AS (
            SELECT *, row_number() OVER (PARTITION BY hash, respondent IS NULL ORDER BY record_no) AS ordinal
            FROM hashed
        )
        SELECT * EXCLUDE (hash, ordinal) REPLACE (CASE
            WHEN respondent IS NULL THEN hash || '-' || ordinal
            WHEN regexp_full_match(respondent, '{_RUNNING_NUMBER}')
            THEN concat_ws('/', unit_code, strftime(submitted_at, '%Y-%m-%d'), respondent)
            ELSE respondent END AS respondent)
        FROM numbered ORDER BY record_no
    """
