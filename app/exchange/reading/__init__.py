"""Files opened as tables of text: delimited files and workbooks."""
