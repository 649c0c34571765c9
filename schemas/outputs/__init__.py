"""Contracts of what a release holds, a file a table.

Besides its columns a contract says, in `Config.metadata`, what becomes of the table:
`file` is the name under which a release carries it (absent: it only serves other tables),
`partition_by` the column that cuts it into one file a value, `folder` where the parts lie,
`key` the columns that no two rows share and by which the file is ordered.
Titles, descriptions and units are written into the Parquet files.
"""
