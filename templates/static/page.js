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

/* Address by postal code. What somebody wrote himself stays: a field is filled when it is empty or as it was filled before. */
const askZip = document.querySelector("button[data-zip]");
if (askZip) {
  const { zip, pref, address, filled } = askZip.form.elements;
  const note = document.getElementById("zip-note");
  const digits = () => zip.value.normalize("NFKC").replace(/\D/g, "");
  const label = place => `${[...pref.options].find(option => option.value === place.pref)?.text.trim() ?? ""} ${place.text}`;
  const say = text => {
    note.replaceChildren();
    if (text) note.append(Object.assign(document.createElement("p"), { className: "hint", textContent: text }));
  };
  const fill = place => {
    const ours = filled.value && filled.value === `${pref.value} ${address.value}`;
    if (ours || !pref.value) pref.value = place.pref;
    if (ours || !address.value) address.value = place.text;
    filled.value = `${place.pref} ${place.text}`;
    say("");
  };
  const choose = places => {
    say(note.dataset.several);
    const list = Object.assign(document.createElement("div"), { className: "pair" });
    for (const place of places) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "btn small", textContent: label(place) });
      button.addEventListener("click", () => { fill(place); address.focus(); });
      list.append(button);
    }
    note.append(list);
  };
  let asked = digits();
  const ask = async () => {
    const code = asked = digits();
    const answer = await fetch(askZip.dataset.zip + code, { headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) throw new Error("no places");
    const { places } = await answer.json();
    if (code !== digits()) return;
    if (places.length === 1) fill(places[0]);
    else if (places.length) choose(places);
    else say(note.dataset.unknown);
  };
  zip.addEventListener("input", () => {
    if (digits().length === 7 && digits() !== asked) ask().catch(() => {});
    else if (digits().length !== 7) asked = "";
  });
  askZip.addEventListener("click", event => {
    if (digits().length !== 7) return; /* the server says what is missing */
    event.preventDefault();
    ask().catch(() => askZip.form.requestSubmit(askZip));
  });
}
