/* Comfort on every page; nothing here is needed: menus close by themselves, a form is sent once, the run icon stays up to date and
   can be told to stop blinking, and old browsers without popover can fold the menu. */
"use strict";

/* One press, one request. The server knows by the form's token; this only spares the wait. */
document.addEventListener("submit", event => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.getAttribute("aria-busy") === "true") event.preventDefault();
  /* after the event: the pressed button's value must still be sent */
  else setTimeout(() => { if (!event.defaultPrevented) form.setAttribute("aria-busy", "true"); });
  setTimeout(() => form.removeAttribute("aria-busy"), 8000);
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[aria-busy]")) form.removeAttribute("aria-busy");
});

/* What drops down closes by Escape and by a click elsewhere. */
const drops = () => document.querySelectorAll(".bar details[open], details.menu[open]");
document.addEventListener("keydown", event => {
  if (event.key !== "Escape") return;
  for (const details of drops()) {
    const within = details.contains(document.activeElement);
    details.open = false;
    if (within) details.querySelector("summary").focus();
  }
});
document.addEventListener("click", event => {
  for (const details of drops()) if (!details.contains(event.target)) details.open = false;
});

/* Narrow screens without popover: the button folds the menu. */
const menu = document.querySelector(".bar-menu");
if (menu && !("popover" in HTMLElement.prototype)) {
  const side = document.getElementById("nav");
  const narrow = window.matchMedia("(max-width: 63.99em)");
  const fold = () => { side.hidden = narrow.matches; };
  narrow.addEventListener("change", fold);
  menu.addEventListener("click", () => { side.hidden = !side.hidden; });
  fold();
}

/* Run icon: words are templates with %1 in data attributes. */
const run = document.querySelector(".run");
if (run) {
  const still = run.querySelector("[data-still]");
  const setStill = on => {
    run.classList.toggle("still", on);
    still.setAttribute("aria-pressed", String(on));
  };
  const stored = () => { try { return localStorage.getItem("still") === "1"; } catch { return false; } };
  setStill(stored());
  still.hidden = false;
  still.addEventListener("click", () => {
    const on = !run.classList.contains("still");
    try { localStorage.setItem("still", on ? "1" : "0"); } catch { /* forgotten after this page, then */ }
    setStill(on);
  });

  const show = ({ busy, done }) => {
    const state = busy > 0 ? "busy" : done > 0 ? "done" : "idle";
    run.dataset.state = state;
    run.querySelector("summary > span").textContent = run.dataset[state].replace("%1", busy > 0 ? busy : done);
    return busy > 0;
  };
  const ask = async () => {
    try {
      const answer = await fetch(run.dataset.poll, { headers: { Accept: "application/json" } });
      if (!answer.ok || !show(await answer.json())) return;
    } catch { /* away for a moment: ask again */ }
    setTimeout(ask, 10000);
  };
  if (run.dataset.poll && run.dataset.state === "busy") setTimeout(ask, 5000);
}
