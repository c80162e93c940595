"""`kinerja audit serve`: a page on loopback on which an auditor walks from a figure to the lines it rests on.

    serve       opens the port, prints the address with the key, runs until it is stopped
    guard       who may ask at all: this machine's own name, this page, the key; what a browser may do with an answer
    app         which address leads to which page
    pages       what each page shows; whoever sees a person's data was recorded before
    looks       the entry of the log for a look, and the copy of the warehouse that the look reads
    tree        a trace of `kinerja explain` as a tree, down to the lines with what counts in them marked
    graph       tables and columns, and what they are computed from, as a drawing
    words       English and Indonesian names of what is shown

The page shows what the commands `explain`, `impact` and `verify` tell, by the same functions.
"""
