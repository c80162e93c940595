"""Lawful destruction of a file: by a numbered decision its bytes and rows go, and the log keeps that it was there.

destroy    the story: what one transaction commits, and what is done before and after it
restaging  Parquet without the rows of the file
telling    which destroyed files a stored figure may rest on
erasing    what leaves the disk once the destruction counts; whatever was killed, the next command finishes
"""
