"""Every write to a programme: `by=` the person responsible, one transaction, one event each."""
