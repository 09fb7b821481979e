/* Enhancement only: every page works without this file. No data is kept, nothing is fetched. */
"use strict";
(() => {
  const root = document.documentElement;
  const all = (what) => [...document.querySelectorAll(what)];
  const first = (what) => document.querySelector(what);

  /* After a check the focus is on the answer; after an error on its summary. */
  (first("#errors") || first("#answer"))?.focus();

  first(".rail [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });

  /* One submission at a time: a second press of an impatient key asks nothing twice. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => delete form.dataset.sent));

  /* The one box. A machine readable zone (ICAO Doc 9303) is sent at its last line; Enter sends anything else. */
  const box = first("[data-slash]");
  const lines = (text) => text.trim().toUpperCase().split(/\s*\n\s*/);
  const zone = (line) => /^[A-Z0-9<]+$/.test(line) && line.includes("<");
  const whole = (text) => {
    const found = lines(text);
    const long = found[0].length;
    const count = { 44: 2, 36: 2, 30: 3 }[long];
    return found.length === count && zone(found[0]) && found.every((line) => /^[A-Z0-9<]+$/.test(line) && line.length === long);
  };
  const partial = (text) => {
    const found = lines(text);
    return zone(found[0]) && [30, 36, 44].includes(found[0].length);
  };
  if (box) {
    const fit = () => { box.rows = Math.min(3, lines(box.value).length + (box.value.endsWith("\n") ? 1 : 0)); };
    box.addEventListener("input", () => {
      fit();
      if (whole(box.value)) box.form.requestSubmit();
    });
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || partial(box.value)) return;
      event.preventDefault();
      box.form.requestSubmit();
    });
    fit();
  }

  all("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });

  /* Repeated fields: one more row, a copy of the last one, with the next number in its names. */
  all("[data-add]").forEach((button) => {
    const rows = first(`[data-items="${CSS.escape(button.dataset.add)}"]`);
    const number = (row, at) => row.querySelectorAll("[name], label, [id]").forEach((each) => {
      for (const word of ["name", "id", "for", "aria-describedby"]) {
        const value = each.getAttribute(word);
        if (value) each.setAttribute(word, value.replaceAll(`${button.dataset.add}.${at - 1}`, `${button.dataset.add}.${at}`));
      }
    });
    button.hidden = false;
    button.addEventListener("click", () => {
      const row = rows.lastElementChild.cloneNode(true);
      row.querySelectorAll("input, textarea").forEach((each) => { each.value = ""; });
      row.querySelectorAll("select").forEach((each) => { each.selectedIndex = 0; });
      number(row, rows.children.length + 1);
      rows.append(row);
      row.querySelector("input, select, textarea").focus();
      button.hidden = rows.children.length >= Number(rows.dataset.most);
    });
  });

  /* A link to something folded opens it. */
  const unfold = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    for (let each = target; each; each = each.parentElement) if (each.tagName === "DETAILS") each.open = true;
  };
  window.addEventListener("hashchange", unfold);
  unfold();

  const pops = () => all("details.pop[open]");
  document.addEventListener("click", (event) => pops().forEach((each) => { if (!each.contains(event.target)) each.open = false; }));

  /* The palette: the list is narrowed as one types; Enter opens the first that is left. */
  const palette = first("[data-palette]");
  if (palette) {
    palette.hidden = false;
    const input = palette.querySelector("input");
    const rows = all("#commands li");
    input.addEventListener("input", () => rows.forEach((row) => {
      row.hidden = !row.textContent.toLowerCase().includes(input.value.trim().toLowerCase());
    }));
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") rows.find((row) => !row.hidden)?.querySelector("a").click();
    });
    if (!location.hash) input.focus();
  }

  /* Keys: single ones outside inputs only, and not where the officer switched them off (WCAG 2.1.4). */
  let prefix = "";
  const follow = (key) => {
    const link = first(`[data-key="${CSS.escape(key)}"]`);
    if (link) link.click();
    return Boolean(link);
  };
  const move = (step) => {
    const rows = all("[data-row]").filter((row) => row.offsetParent);
    const at = rows.indexOf(document.activeElement);
    rows[Math.max(0, Math.min(rows.length - 1, at + step))]?.focus();
  };
  const escape = () => {
    const open = pops();
    open.forEach((each) => { each.open = false; each.querySelector("summary").focus(); });
    if (!open.length) document.activeElement?.blur();
  };
  const single = {
    "/": () => (box || first("main input:not([type=hidden])"))?.focus(),
    "j": () => move(1),
    "k": () => move(-1),
    "?": () => { location.href = first("a.go")?.getAttribute("href") + "#keys"; },
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return escape();
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && follow("ctrl k")) return event.preventDefault();
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || root.dataset.keys === "off") return;
    const key = event.key.toLowerCase();
    const pressed = prefix ? `${prefix} ${key}` : key;
    prefix = !prefix && key === "g" ? "g" : "";
    if (prefix) return;
    if (single[pressed]) { event.preventDefault(); single[pressed](); } else if (follow(pressed)) event.preventDefault();
  });
})();
