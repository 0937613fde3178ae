"""What was said, answered, understood and decided, kept so that it survives a restart: the one door to SQLAlchemy."""
