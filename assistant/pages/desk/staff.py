"""Who the desk is: until there is a login, everybody at it is the same."""

STAFF = "staff"
