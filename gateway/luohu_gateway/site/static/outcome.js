// A dialog that htmx has put into the page is opened as one, and leaves nothing behind when it is closed; and what
// somebody has opened on a page stays open when a part of it is drawn again.
"use strict";

let opened = [];

document.addEventListener("htmx:beforeSwap", () => {
  opened = [...document.querySelectorAll("details[open][id]")].map((one) => one.id);
});

document.addEventListener("htmx:afterSettle", () => {
  opened.forEach((id) => { const one = document.getElementById(id); if (one) one.open = true; });
  opened = [];
  const put = document.querySelector("dialog[data-opened]:not([open])");
  if (!put) return;
  put.addEventListener("close", () => put.remove());
  put.showModal();
  const wrong = put.querySelector("[data-focus]");
  if (wrong) wrong.focus();
});
