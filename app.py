"""The staff desk: `streamlit run app.py`."""

import streamlit as st

from assistant.pages import opened, trouble
from assistant.pages.desk import intake
from assistant.web.address import require_this_machine
from assistant.web.headers import protection

require_this_machine(st.get_option("server.address"))
app = st.App(
    "assistant/pages/desk/main.py",
    lifespan=opened.starting("internal", at_end=lambda: intake.of_this_desk().stop()),
    middleware=protection(),
    on_script_error=trouble.script_error,
)
