"""Tables that people and applications export: opening them, finding our columns, typing whole columns at once.

formats     what the bytes are, never what the name says
limits      what is too large or too dense to be opened
grid        rows of cells as text, whatever the format (delimited, workbook, web_page)
headings    where the heading row is and which heading is which of our columns
selection   our columns only, as an Arrow table of text
conversion  text to the types of `etl.records`, with the first problem of every row
record_table  the reader made of these
"""
