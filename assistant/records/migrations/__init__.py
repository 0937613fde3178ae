"""The steps from an older form of the records to the present one; Alembic runs them when a program opens them."""
