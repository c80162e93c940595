"""Believable raw files of an invented agency, in the native formats, with the faults that offices meet.

Same arguments, same bytes. Every person, number and event is invented.
"""

from etl.sample.generating import DeviceReport, SampleReport, generate, generate_devices_only

__all__ = ["DeviceReport", "SampleReport", "generate", "generate_devices_only"]
