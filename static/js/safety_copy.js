// What is being written goes to the server every few seconds, so that nothing is lost with the page; the save is another act.
const box = document.querySelector("[data-safety-copy]");
const form = [...document.querySelectorAll("main form[method=post]")].find((each) => each.querySelector("textarea"));

if (box && form) {
  const PAUSE = 4000; // after the last letter
  const MINUTE = 60000;
  const said = box.querySelector("[data-safety-said]");
  const kept = box.querySelector("[data-safety-kept]");
  const tab = box.dataset.tab || crypto.getRandomValues(new Uint32Array(4)).join("-");
  let isChanged = false;
  let isAsking = false; // one request at a time: two would overtake each other
  let timer = 0;

  const field = Object.assign(document.createElement("input"), { type: "hidden", name: "safety_tab", value: tab });
  form.append(field, kept); // under the buttons, where it moves nothing that is being written

  const say = (sentences) => {
    if (said.textContent === sentences.join("")) return; // said once, it is not read aloud again
    said.replaceChildren(
      ...sentences.map((words) => Object.assign(document.createElement("p"), { className: "soft", textContent: words })),
    );
  };

  const send = async () => {
    if (isAsking) return;
    isAsking = true;
    const body = isChanged ? new FormData(form) : new FormData();
    if (isChanged) for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    if (!isChanged) body.set("safety_open", "yes");
    body.set("safety_tab", tab);
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const wasChanged = isChanged;
    isChanged = false;
    try {
      const answer = await fetch(box.dataset.safetyCopy, {
        method: "POST",
        body: new URLSearchParams(body),
        headers: { Accept: "application/json" },
      });
      if (answer.ok) {
        const told = await answer.json();
        say(told.said);
        kept.hidden = !told.kept;
        kept.textContent = told.kept;
      } else {
        isChanged = wasChanged || isChanged;
        kept.hidden = true;
        say([{ 401: box.dataset.ended, 403: box.dataset.ended, 413: box.dataset.large }[answer.status] || box.dataset.away]);
      }
    } catch {
      isChanged = wasChanged || isChanged;
      kept.hidden = true;
      say([box.dataset.away]);
    }
    isAsking = false;
  };

  form.addEventListener("input", (event) => {
    if (event.target.dataset.shows) return; // a look at another language writes nothing
    isChanged = true;
    clearTimeout(timer);
    timer = setTimeout(send, PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    clearInterval(round);
  });
  const round = setInterval(send, MINUTE);
  send();
}
