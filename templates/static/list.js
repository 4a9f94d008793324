/* Comfort in lists: ticking without a reload, 「もっと見る」 in place. Without it each of these is a request of its own, with the same
   result: ticks and rows on screen travel in the form. */
"use strict";

const table = document.getElementById("list");
const pick = document.getElementById("select");
const boxes = () => [...table.querySelectorAll("input[type=checkbox][name=id]")];
const count = n => n.toLocaleString("en-US");

/* How many are ticked: those here, and those that the server knows of beyond the screen. */
const selected = document.querySelector("[data-selected]");
function showSelected() {
  if (!selected) return;
  const beyond = selected.querySelector("[data-beyond]");
  const here = boxes().filter(box => box.checked).length;
  const elsewhere = beyond ? Number(beyond.dataset.beyond.replaceAll(",", "")) : 0;
  selected.querySelector("strong").textContent = selected.dataset.selected.replace("%1", count(here + elsewhere));
}

if (table && pick) {
  pick.addEventListener("change", showSelected);
  const all = pick.querySelector("[data-all]");
  if (all) all.addEventListener("click", event => {
    event.preventDefault();
    for (const box of boxes()) box.checked = true;
    showSelected();
  });
}

/* Rows that were here already stay: a row may have moved between the two requests. */
function append(page) {
  const body = table.tBodies[0];
  const known = new Set(boxes().map(box => box.value));
  const rows = [...page.querySelectorAll("#list > tbody > tr")].filter(row => {
    const box = row.querySelector("input[name=id]");
    return !box || !known.has(box.value);
  });
  body.append(...rows.map(row => document.adoptNode(row)));
  return rows[0];
}

function showShown() {
  const shown = document.querySelector("[data-shown]");
  if (shown) shown.textContent = shown.dataset.shown.replace("%1", count(table.tBodies[0].rows.length));
}

async function more(event) {
  const button = event.target.closest("[data-more]");
  if (!button || !table) return;
  event.preventDefault();
  if (button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(button.dataset.more);
    if (!answer.ok || answer.redirected) throw new Error("no list");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const pager = page.getElementById("pager");
    if (!pager || !page.getElementById("list")) throw new Error("no list");
    const first = append(page);
    document.getElementById("pager").replaceWith(document.adoptNode(pager));
    const next = pick && pick.elements.next, theirs = page.querySelector("#select input[name=next]");
    if (next) next.value = theirs ? theirs.value : "";
    const shown = page.querySelector("#select input[name=shown]");
    if (pick && shown) pick.append(document.adoptNode(shown));
    showShown();
    showSelected();
    const target = first && first.querySelector("a, input[type=checkbox]");
    if (target) target.focus({ preventScroll: true });
  } catch {
    location.assign(button.dataset.more);
  }
}
document.addEventListener("click", more);
