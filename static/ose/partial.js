/* A part of the page that is asked for anew. Refused, it is said in its place, and nothing typed
 * elsewhere is lost; replaced, it keeps the focus that it had.
 */

function sentence(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const alert = page.querySelector("main [role=alert]") || page.querySelector("[role=alert]");
  return alert ? alert.textContent.trim().replace(/\s+/g, " ") : "";
}

function say(target, text) {
  const known = target.querySelector("[data-refusal]");
  const note = known || document.createElement("p");
  note.className = "o-note t-stop";
  note.dataset.refusal = "";
  note.setAttribute("role", "alert");
  // Asked every two seconds, the same refusal is said once.
  if (note.textContent !== text) note.textContent = text;
  if (!known) target.prepend(note);
}

document.addEventListener("htmx:responseError", ({ detail }) => {
  say(detail.target, sentence(detail.xhr.responseText) || detail.target.dataset.failed);
});
document.addEventListener("htmx:sendError", ({ detail }) => {
  say(detail.target, detail.target.dataset.failed);
});

// The library gives the focus back to what has the same `id`. A link that is no more cannot have it:
// what stands in its place does, or the keyboard would start again from the top of the page.
let held = "";
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  held = detail.target.contains(document.activeElement) ? detail.target.id : "";
});
document.addEventListener("htmx:afterSettle", () => {
  const place = held && document.activeElement === document.body && document.getElementById(held);
  held = "";
  if (!place) return;
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
});

// A part that follows what is under way is replaced too often to be read aloud. A region beside it,
// which stays, tells of it at its start, at each quarter and at its end.
document.addEventListener("htmx:afterSettle", ({ target: part }) => {
  const region = part.id && document.querySelector(`[data-tells="${part.id}"]`);
  if (!region) return;
  const bar = part.querySelector("progress");
  const step = bar ? String(Math.floor(4 * bar.position)) : "over";
  if (step === region.dataset.step) return;
  region.dataset.step = step;
  region.textContent = part.dataset.tell;
});
