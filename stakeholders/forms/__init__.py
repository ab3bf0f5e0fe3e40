"""Forms about people, invitations and groups: a file for each file of views."""
