// The living map: what the stream tells goes into the pictures and the tables; dots run along the edges.
"use strict";

(() => {
  const map = document.getElementById("map");
  if (!map) return;
  const words = map.dataset;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const MOST_DOTS = 6; // of one edge for one event, however much went over it
  const MOST_AT_ONCE = 150;
  const sums = new Map(); // by edge: what went over it since the page was opened
  const all = (name, value) => document.querySelectorAll(`[data-${name}="${CSS.escape(value)}"]`);
  const put = (name, value, text) => all(name, value).forEach((each) => { each.textContent = text; });
  const say = (text) => { document.getElementById("said").textContent = text; };

  // Links of an SVG are no anchors to htmx: the panel is fetched by it, and the browser stays where it is.
  map.addEventListener("click", (event) => {
    const link = event.target.closest("a[hx-get]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-closes-panel]")) return;
    event.preventDefault();
    document.getElementById("panel").replaceChildren();
    if (opener && document.contains(opener)) opener.focus();
  });
  let opener = null;
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target && event.detail.target.id === "panel" && event.target.closest("#map, #hops")) opener = event.target;
  });

  const run = (edge, count, failed) => {
    for (const group of map.querySelectorAll(`.edge[data-edge="${CSS.escape(edge)}"]`)) {
      const svg = group.closest("svg");
      const dots = svg.querySelector(".dots");
      if (!svg.clientWidth || dots.childElementCount > MOST_AT_ONCE) continue;
      const way = group.querySelector(".way");
      const [from, to] = [way.x1.baseVal.value, way.x2.baseVal.value];
      for (let index = 0; index < Math.min(count, MOST_DOTS); index += 1) {
        const dot = document.createElementNS("http://www.w3.org/2000/svg", "circle");
        dot.setAttribute("class", index < failed ? "dot failed" : "dot");
        dot.setAttribute("r", 4.5);
        dot.setAttribute("cy", way.y1.baseVal.value);
        dot.setAttribute("cx", from);
        dots.append(dot);
        const end = index < failed ? from + (to - from) * 0.6 : to;
        const moving = dot.animate([{ transform: "none" }, { transform: `translateX(${end - from}px)` }], { duration: 700, delay: index * 90, easing: "ease-in-out", fill: "both" });
        moving.onfinish = () => dot.remove();
      }
    }
  };

  map.addEventListener("sse:traffic", (event) => {
    for (const [edge, told] of Object.entries(JSON.parse(event.detail.data).edges)) {
      const sum = sums.get(edge) || { count: 0, failed: 0 };
      sum.count += told.count;
      sum.failed += told.failed;
      sums.set(edge, sum);
      put("count", edge, String(sum.count));
      put("sum", edge, String(sum.count));
      put("failed", edge, String(sum.failed));
      if (!still.matches) run(edge, told.count, told.failed);
    }
  });

  const KINDS = ["broken", "slow", "odd"];
  let faults = null;
  const showFaults = (now) => {
    for (const group of map.querySelectorAll("a.edge")) {
      const edge = group.dataset.edge;
      const fault = now[edge];
      group.classList.remove(...KINDS);
      if (fault) group.classList.add(fault.kind);
      const name = edge.replace("->", " → ");
      group.setAttribute("aria-label", fault ? `${name}: ${fault.words}` : name);
      put("fault", edge, fault ? `${fault.words} (${fault.hits}/${fault.seen})` : "");
      if (faults && Boolean(faults[edge]) !== Boolean(fault) && group.closest("svg.wide")) say(`${name}: ${fault ? words.wordsFault : words.wordsMended}`);
    }
    faults = now;
    document.getElementById("mend-all").hidden = !Object.keys(now).length;
  };

  const wrongs = new Map();
  const showHealth = (health) => {
    for (const [service, wrong] of Object.entries(health)) {
      put("health", service, wrong ? `${words.wordsDown} · ${wrong}` : words.wordsUp);
      for (const node of all("service", service)) {
        node.classList.toggle("down", Boolean(wrong));
        node.querySelector(".sign").textContent = wrong ? "✕" : "✓";
      }
      if (wrongs.has(service) && Boolean(wrongs.get(service)) !== Boolean(wrong)) say(`${service}: ${wrong ? words.wordsDown : words.wordsUp}`);
      wrongs.set(service, wrong);
    }
  };

  const showQueues = (queues) => {
    for (const [service, depths] of Object.entries(queues)) {
      for (const [name, depth] of Object.entries(depths)) put("queue", `${service}.${name}`, String(depth));
      const told = words.wordsDepth.split(" · ").filter((part) => depths[/\{(\w+)\}/.exec(part)[1]]); // what is nothing takes no room
      put("depth", service, told.join(" · ").replace(/\{(\w+)\}/g, (_, name) => String(depths[name])));
    }
  };

  map.addEventListener("sse:state", (event) => {
    const state = JSON.parse(event.detail.data);
    showHealth(state.health);
    showQueues(state.queues);
    showFaults(state.faults);
  });
})();

// The clock goes on between two looks at it, by its mode and its rate.
(() => {
  const shown = (at) => `${at.toISOString().slice(0, 10)} ${at.toISOString().slice(11, 19)}`;
  setInterval(() => {
    const clock = document.querySelector("[data-clock]");
    if (!clock) return;
    if (clock.begun === undefined) {
      clock.begun = performance.now();
      // What is told has an offset of its own, and is shown in it.
      const [, hours, minutes] = /([+-]\d\d):(\d\d)$/.exec(clock.dateTime) || [null, "+00", "00"];
      clock.starts = new Date(clock.dateTime).getTime() + Number(hours) * 3600000 + Math.sign(Number(hours)) * Number(minutes) * 60000;
    }
    const rate = { frozen: 0, running: 1, scaled: Number(clock.dataset.rate) }[clock.dataset.mode];
    clock.textContent = shown(new Date(clock.starts + (performance.now() - clock.begun) * rate));
  }, 250);
})();
