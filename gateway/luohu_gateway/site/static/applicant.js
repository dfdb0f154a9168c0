// What the applicant's pages need beside htmx: a status that changed is said, and a field is marked as its fault says.
"use strict";

const words = () => new Map([...document.querySelectorAll("[data-item]")].map((item) => [item.dataset.item, item.dataset.says]));

let seen = new Map();
const announce = () => {
  const now = words();
  const changed = [...now].filter(([item, says]) => seen.has(item) && seen.get(item) !== says).map(([, says]) => says);
  if (changed.length) document.getElementById("said").textContent = changed.join("; ");
  seen = new Map([...seen, ...now]);
};
document.addEventListener("DOMContentLoaded", announce);
document.addEventListener("htmx:afterSettle", announce);

document.addEventListener("htmx:oobAfterSwap", () => {
  for (const fault of document.querySelectorAll("#fields .fault[id]")) {
    const field = fault.closest(".field");
    const wrong = fault.textContent.trim() !== "";
    field.classList.toggle("wrong", wrong);
    for (const control of field.querySelectorAll("input:not([type=hidden]):not([type=radio]), select, textarea")) {
      if (wrong) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
  }
});
