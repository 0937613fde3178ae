"""The customers' chat: `streamlit run chat.py`. Nothing of the desk is ever loaded here."""

import streamlit as st

from assistant.pages import opened, trouble
from assistant.web.address import require_this_machine
from assistant.web.headers import CLOSED_TO_CUSTOMERS, protection

require_this_machine(st.get_option("server.address"))
app = st.App(
    "assistant/pages/chat/main.py",
    lifespan=opened.starting("public"),
    middleware=protection(CLOSED_TO_CUSTOMERS, opened.visitors),
    on_script_error=trouble.script_error,
)
