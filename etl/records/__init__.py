"""The one dictionary of records: what each staged row means, its grain, key, columns, types and units.

Staging, expectations, the warehouse schema, the table reference and the sample generator all read it;
no column name or type is spelled a second time.
"""

from etl.records.attendance import PUNCH
from etl.records.correction import CORRECTABLE, CORRECTION
from etl.records.egov import ACCESS, ASSESSMENT, COMPLAINT, SERVICE_EVENT, TARGET
from etl.records.model import Column, Nature, Record
from etl.records.performance import PERFORMANCE
from etl.records.registers import REGISTERS
from etl.records.surveys import SURVEY_RESPONSE
from etl.records.working_time import WORKING_TIME

RECORDS: dict[str, Record] = {
    record.name: record
    for record in (
        PUNCH,
        SERVICE_EVENT,
        ACCESS,
        COMPLAINT,
        TARGET,
        ASSESSMENT,
        SURVEY_RESPONSE,
        *REGISTERS,
        *WORKING_TIME,
        *PERFORMANCE,
        CORRECTION,
    )
}

__all__ = ["CORRECTABLE", "RECORDS", "Column", "Nature", "Record"]
