"""How every table is computed: folder = layer, file = table, one select a file."""
