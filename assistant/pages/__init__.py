"""What people see: Streamlit scripts, read from top to bottom, and the parts they share."""
