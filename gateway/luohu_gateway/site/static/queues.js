// Lists by the keyboard: j and k go from row to row, Enter follows the link as everywhere, c takes the task of the row.
"use strict";

const rows = () => [...document.querySelectorAll("[data-row]")];

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(document.activeElement.closest("tr")?.querySelector("[data-row]"));
  if (event.key === "j" || event.key === "k") {
    const next = at < 0 ? 0 : Math.min(Math.max(at + (event.key === "j" ? 1 : -1), 0), all.length - 1);
    event.preventDefault();
    all[next].focus();
  } else if (event.key === "c" && at >= 0) {
    const take = all[at].closest("tr").querySelector("[data-claim]");
    if (!take) return;
    event.preventDefault();
    take.click();
  }
});
