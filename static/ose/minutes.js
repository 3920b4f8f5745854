/* The minutes are kept as they are written, a moment after each pause: the page presses « Garder le
 * brouillon » by itself, and says what the server answered. Without this file the button does it.
 */

const form = document.querySelector("[data-minutes]");
const text = form.querySelector("textarea");
const status = form.querySelector("[data-kept]");
const keep = form.querySelector("button[name=keep]");
const PAUSE = 1_500;
const RETRY = 5_000;

let kept = text.value;
let timer = null;
let keeping = false;
let leaving = false;
// What was refused is sent again by hand: somebody else may have written.
let stopped = form.querySelector(".has-error") !== null;

function later(pause) {
  window.clearTimeout(timer);
  if (!stopped) timer = window.setTimeout(save, pause);
}

async function save() {
  if (keeping || stopped || text.value === kept) return;
  keeping = true;
  const written = text.value;
  try {
    const response = await fetch(form.action, { method: "POST", body: new FormData(form, keep) });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("[data-minutes]");
    if (response.status >= 500) throw new Error(response.status);
    if (response.ok && fresh) {
      kept = written;
      form.elements.seen.value = fresh.elements.seen.value;
      status.textContent = fresh.querySelector("[data-kept]").textContent;
    } else {
      // Somebody else wrote, or it is no longer to be written: the button says more.
      stopped = true;
      status.textContent = form.dataset.other;
    }
  } catch {
    status.textContent = form.dataset.lost;
    later(RETRY);
  } finally {
    keeping = false;
  }
  if (text.value !== written) later(PAUSE);
}

text.addEventListener("input", () => {
  if (!stopped) status.textContent = form.dataset.pending;
  later(PAUSE);
});
form.addEventListener("submit", (event) => {
  leaving = event.submitter?.formTarget !== "_blank";
});
window.addEventListener("online", () => later(0));
window.addEventListener("beforeunload", (event) => {
  if (!leaving && text.value !== kept) event.preventDefault();
});
