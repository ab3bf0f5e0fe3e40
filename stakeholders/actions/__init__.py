"""Every write to people, invitations and groups."""
