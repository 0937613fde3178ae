"""Files dragged in on the Library page: where each will stand, then stored in the knowledge folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from assistant.errors import ContentError
from assistant.pages import parts
from assistant.pages.desk import intake
from assistant.pages.desk.intake import DRY_RUN
from assistant.pages.desk.intake_view import start
from assistant.pages.texts import text
from assistant.settings import Settings
from assistant.wiring import open_uploads

if TYPE_CHECKING:
    from assistant.wiring import Uploads

# Which box the files lie in; another number is an empty box.
ROUND = "upload_round"


def upload_panel() -> None:
    """The box for files, and below it what storing each of them would do."""
    uploads = open_uploads(Settings.from_environment(os.environ))
    stored, failed = st.session_state.pop("uploaded", ((), ()))
    for place in stored:
        st.success(parts.fill(text("upload.stored"), place=place), icon=":material/check:")
    for problem in failed:
        st.error(parts.escape(problem), icon=":material/error:")
    number = st.session_state.setdefault(ROUND, 0)
    files = st.file_uploader(
        text("upload.box"),
        type=[suffix.lstrip(".") for suffix in uploads.suffixes],
        accept_multiple_files=True,
        key=f"upload-{number}",
        help=text("upload.help"),
    )
    if not files:
        return
    folder = st.selectbox(
        text("upload.folder"), uploads.folders(), format_func=lambda name: parts.clean(name) or text("upload.top")
    )
    usable = [file for file in files if _will(uploads, folder or "", file)]
    label = {"count": len(usable)}
    if usable and st.button(parts.fill(text("upload.press"), **label), icon=":material/upload_file:", key="upload"):
        _store(uploads, folder or "", usable)


def _will(uploads: Uploads, folder: str, file: UploadedFile) -> bool:
    """Say what storing a file would do; False where it cannot be stored."""
    try:
        place = uploads.place(folder, file.name)
    except ContentError as error:
        parts.paragraph(str(error), item=True)
        return False
    if uploads.exists(place):
        st.markdown(parts.fill(text("upload.replaces"), place=place))
    else:
        st.markdown(parts.fill(text("upload.new"), place=place))
    return True


def _store(uploads: Uploads, folder: str, files: list[UploadedFile]) -> None:
    stored, failed = [], []
    for file in files:
        try:
            stored.append(uploads.store(folder, file.name, file.getvalue()))
        except ContentError as error:
            failed.append(str(error))
    st.session_state["uploaded"] = stored, failed
    st.session_state[ROUND] += 1
    if stored:
        # What each file will do, and what an editor must look at first, is shown before anything is published.
        start(intake.of_this_desk(), DRY_RUN)
    st.rerun()
