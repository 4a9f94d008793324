/* 一括処理: moves the strip, the figures and the time left while the page is open. The run goes on without it; a reload shows the same. */
"use strict";

for (const prog of document.querySelectorAll(".prog[data-poll]")) {
  const over = ["done", "stopped", "cancelled", "paused"];
  const order = [...prog.querySelectorAll("[data-count]")].map(cell => cell.dataset.count).filter(name => name !== "total");

  const show = run => {
    let x = 0;
    for (const name of order) {
      const n = Number(run[name] || 0), width = run.total ? Math.floor(n * 1000 / run.total) : 0;
      const part = prog.querySelector(`:scope > svg > .f-${name}`);
      if (part) {
        part.setAttribute("x", x);
        part.setAttribute("width", width);
      }
      prog.querySelector(`[data-count=${name}]`).textContent = n.toLocaleString("en-US");
      x += width;
    }
    prog.querySelector("[data-count=total]").textContent = run.total.toLocaleString("en-US");
    const left = run.left ? prog.dataset.left.replace("%1", Math.ceil(run.left / 60)) : "";
    const line = prog.querySelector("p");
    if (line.textContent !== left) line.textContent = left;
  };

  let failures = 0;
  const ask = async () => {
    if (document.hidden) return void setTimeout(ask, 3000);
    try {
      const answer = await fetch(prog.dataset.poll, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      const run = await answer.json();
      failures = 0;
      show(run);
      /* other than when the page was made: other buttons, other words, the server's page has them */
      if (run.state !== prog.dataset.state) return void location.reload();
    } catch {
      if (++failures > 20) return;
    }
    setTimeout(ask, Math.min(2000 * (failures + 1), 30000));
  };
  if (!over.includes(prog.dataset.state)) ask();
}
