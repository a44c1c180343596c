"""One file a command: from a ledger to its report, its grids for people and its data for machines."""
