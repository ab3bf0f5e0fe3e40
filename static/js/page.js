// Small helps for every page; all of it works without them.

// The reader meets the errors first, and a link in the summary puts them into the field.
const summary = document.querySelector("[data-error-summary]");
if (summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const panel = field.closest(".language");
    if (panel) document.querySelector(`[data-shows="${panel.id}"]`).checked = true;
    (field.closest(".field") || field).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });
}

// After an act the reader hears first what came of it; a link to a place on the page goes before, unless it was refused.
const messages = document.querySelector("[data-messages]");
const isRefused = messages?.querySelector(".notice-error");
if (messages && !summary && (isRefused || !window.location.hash)) {
  messages.focus({ preventScroll: true });
  window.addEventListener("load", () => messages.focus({ preventScroll: true })); // going to the place takes it away
}

// Whoever leaves with unsaved text is asked first.
for (const form of document.querySelectorAll("main form[method=post]")) {
  if (!form.querySelector("textarea")) continue;
  const ask = (event) => event.preventDefault();
  form.addEventListener("input", (event) => {
    if (!event.target.dataset.shows) window.addEventListener("beforeunload", ask); // a look at another language writes nothing
  });
  form.addEventListener("submit", () => window.removeEventListener("beforeunload", ask));
}

// What depends on an answer appears with it; without a script it stands in the order of use. What is wrong stays in view.
for (const part of document.querySelectorAll("[data-when]")) {
  const form = part.closest("form");
  const [names, values] = [part.dataset.when, part.dataset.values].map((words) => words.split(" ").filter(Boolean));
  const show = () => {
    const sent = new FormData(form);
    const given = names.flatMap((name) => sent.getAll(name)).filter(Boolean);
    const isAsked = values.length ? given.some((value) => values.includes(value)) : given.length > 0;
    part.hidden = !isAsked && !part.querySelector(".field-invalid");
  };
  form.addEventListener("input", show);
  show();
}

// Words are counted while one writes.
for (const line of document.querySelectorAll("[data-word-count]")) {
  const id = line.dataset.wordCount;
  const field = document.getElementById(`${id}_source`) || document.getElementById(id); // the first beside an editor
  if (!field) continue;
  const budget = Number(line.dataset.budget);
  const show = () => {
    const words = field.value.replace(/<[^>]*>/g, " ").split(/\s+/).filter(Boolean).length;
    line.textContent = line.dataset.words.replace("%n", words);
    line.classList.toggle("over", budget > 0 && words > budget);
  };
  field.addEventListener("input", show);
}

// Work in the background tells how far it is.
for (const box of document.querySelectorAll("[data-status-url]")) {
  const bar = box.querySelector("progress");
  const text = box.querySelector("[data-progress-text]");
  let wait = 1000;
  const ask = async () => {
    try {
      const answer = await fetch(box.dataset.statusUrl, { headers: { Accept: "application/json" } });
      const status = await answer.json();
      if (status.state === "done" || status.state === "failed") {
        window.location.reload();
        return;
      }
      if (status.max) {
        bar.max = status.max;
        bar.value = status.value;
      }
      if (status.text && status.text !== text.textContent) text.textContent = status.text;
      wait = Math.min(wait * 1.2, 5000);
    } catch {
      wait = 10000; // the link "Refresh" remains
    }
    setTimeout(ask, wait);
  };
  setTimeout(ask, wait);
}
