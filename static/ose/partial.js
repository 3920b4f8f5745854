/* A part of the page asked for something and was refused: said in its place, and nothing typed
 * elsewhere is lost.
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
  note.textContent = text;
  if (!known) target.prepend(note);
}

document.addEventListener("htmx:responseError", ({ detail }) => {
  say(detail.target, sentence(detail.xhr.responseText) || detail.target.dataset.failed);
});
document.addEventListener("htmx:sendError", ({ detail }) => {
  say(detail.target, detail.target.dataset.failed);
});
