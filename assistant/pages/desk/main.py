"""The staff desk: its pages, and the navigation between them."""

from pathlib import Path

import streamlit as st

from assistant.pages.texts import text

ICON = Path(__file__).parent.parent / "plumb.svg"

st.set_page_config(page_title=text("desk.page"), page_icon=ICON, layout="wide")
pages = [
    # Without icons: Streamlit fetches a page's icon from a font server to show it in the tab.
    st.Page("ask.py", title=text("desk.ask"), default=True),
    st.Page("conversations.py", title=text("conversations.title")),
    st.Page("library.py", title=text("desk.library")),
    st.Page("playbook.py", title=text("playbook.title")),
]
st.navigation(pages).run()
