// A dialog that htmx has put into the page is opened as one, and leaves nothing behind when it is closed.
"use strict";

document.addEventListener("htmx:afterSettle", () => {
  const put = document.querySelector("dialog[data-opened]:not([open])");
  if (!put) return;
  put.addEventListener("close", () => put.remove());
  put.showModal();
  const wrong = put.querySelector("[data-focus]");
  if (wrong) wrong.focus();
});
