// What every page needs beside htmx: shortcuts, files on their way, a lost connection, and where the focus goes.
const said = (words) => { document.getElementById("said").textContent = words; };

// What was said lies over nothing that has the focus: it makes way for the next Tab, and lies elsewhere if it must.
document.addEventListener("keydown", (event) => { if (event.key === "Tab") said(""); }, true);
document.addEventListener("DOMContentLoaded", () => {
  const words = document.getElementById("said");
  new MutationObserver(() => {
    words.classList.remove("aside");
    const [over, under] = [words, document.activeElement].map((each) => each.getBoundingClientRect());
    const apart = over.left >= under.right || over.right <= under.left || over.top >= under.bottom || over.bottom <= under.top;
    words.classList.toggle("aside", document.activeElement !== document.body && !apart);
  }).observe(words, { childList: true });
});

// A frame that has the focus shows it: `:focus` holds of it no more once the focus is inside of it.
window.addEventListener("blur", () => { if (document.activeElement.matches("iframe")) document.activeElement.classList.add("entered"); });
window.addEventListener("focus", () => document.querySelectorAll("iframe.entered").forEach((each) => each.classList.remove("entered")));

// Shortcuts: an element with data-key="u" is pressed by that key, unless somebody is typing.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const scope = document.querySelector("dialog[open]") || document;
  const found = scope.querySelector(`[data-key="${CSS.escape(event.key)}"]:not([disabled])`);
  if (!found) return;
  event.preventDefault();
  found.focus();
  if (found.matches("a[href], button, summary, label")) found.click();
});

// Dialogs: data-opens="id" on a button shows it, data-closes inside of it closes it; Escape does too.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens).showModal();
  const closer = event.target.closest("[data-closes]");
  if (closer) closer.closest("dialog").close();
});

// Files: a form of htmx with data-progress shows how much has gone, in its own <progress>.
document.addEventListener("htmx:xhr:progress", (event) => {
  const form = event.target.closest("form[data-progress]");
  const bar = form && form.querySelector("progress");
  if (!bar || !event.detail.lengthComputable || ![...form.querySelectorAll("input[type=file]")].some((one) => one.files.length)) return;
  bar.hidden = false;
  bar.max = event.detail.total;
  bar.value = event.detail.loaded;
});

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest("form[data-progress]");
  const bar = form && form.querySelector("progress");
  if (bar) bar.hidden = true;
});

// A stream that broke off says so, and says when it is back; the browser comes again by itself.
let lost = false;
document.addEventListener("htmx:sseError", () => { lost = true; said(document.body.dataset.lost); });
document.addEventListener("htmx:sseOpen", () => {
  if (!lost) return;
  lost = false;
  said(document.body.dataset.back);
  document.body.dispatchEvent(new Event("luohu:back"));
});
document.addEventListener("htmx:sendError", () => said(document.body.dataset.lost));

// What somebody has opened or closed stays so when its part is drawn again: known by its id, else by what it says there.
const folds = () => {
  const times = {};
  return [...document.querySelectorAll("details")].map((fold) => {
    const says = fold.querySelector("summary");
    const name = fold.id || says.id || `${fold.parentElement.closest("[id]")?.id} ${says.textContent.trim()}`;
    times[name] = (times[name] || 0) + 1;
    return [`${name} ${times[name]}`, fold];
  });
};
let folded = new Map();
document.addEventListener("htmx:beforeSwap", (event) => {
  folded = new Map(event.detail.target === document.body ? [] : folds().map(([name, fold]) => [name, fold.open]));
});
document.addEventListener("htmx:afterSwap", () => {
  for (const [name, fold] of folds()) if (folded.has(name)) fold.open = folded.get(name);
});

// What has the focus keeps it when its part is drawn again. htmx sees to what has an id; the rest is known by what it says.
const known = (one) => [one.localName, one.name, one.value, one.getAttribute("href"), one.form?.getAttribute("action"), one.textContent.trim()].join();
let held = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  const [part, at] = [event.detail.target, document.activeElement];
  held = part !== document.body && part.contains(at) ? known(at) : null;
});
document.addEventListener("htmx:afterSwap", () => {
  if (held === null || document.activeElement !== document.body) return;
  [...document.querySelectorAll("a[href], button, summary")].find((one) => known(one) === held)?.focus();
});

// What asks to be looked at first gets the focus, on a new page and in a part that was put in.
const look = (root) => {
  const found = root.querySelector && root.querySelector("[data-focus]");
  if (found) found.focus();
};
document.addEventListener("DOMContentLoaded", () => look(document));
document.addEventListener("htmx:afterSettle", (event) => look(event.target));
