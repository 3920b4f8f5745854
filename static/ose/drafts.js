/* What is typed on a dossier outlives what happens to its page: another form sent, a reload, a
 * detour. Kept in this tab alone, by person and dossier, until its own form is sent.
 */

const place = document.querySelector("[data-drafts]");
const KEY = `drafts-${place.dataset.drafts}`;
const known = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
/* A page shows a part of what one writes on a dossier: the rest of the drafts waits. */
const elsewhere = known.filter(([id]) => !document.getElementById(id));
const SKIPPED = ["hidden", "file", "password", "search"];
let sent = null;

function fields() {
  const found = document.querySelectorAll("main form :is(textarea, select, input)[id]");
  return [...found].filter((field) => !SKIPPED.includes(field.type));
}

function isBox(field) {
  return field.type === "radio" || field.type === "checkbox";
}

/* Typed and not sent; or sent, and refused: the page gave it back, and only the page has it. */
function isDraft(field) {
  if (field.form === sent) return false;
  if (field.closest("li, form").querySelector(".has-error")) return true;
  if (isBox(field)) return field.checked !== field.defaultChecked;
  if (field.options) return [...field.options].some((each) => each.selected !== each.defaultSelected);
  return field.value !== field.defaultValue;
}

function keep() {
  const drafts = fields().filter(isDraft);
  const here = drafts.map((field) => [field.id, isBox(field) ? field.checked : field.value]);
  const values = [...elsewhere, ...here];
  if (values.length) sessionStorage.setItem(KEY, JSON.stringify(values));
  else sessionStorage.removeItem(KEY);
}

function giveBack(field, value) {
  if (isBox(field)) field.checked = value;
  else field.value = value;
  if (!isDraft(field)) return;
  const folded = field.closest("details");
  if (folded) folded.open = true;
  if (isBox(field) || field.nextElementSibling?.matches(".o-draft")) return;
  const note = document.createElement("p");
  note.className = "o-draft";
  note.textContent = place.dataset.draftNote;
  field.after(note);
}

for (const [id, value] of known) {
  const field = document.getElementById(id);
  if (field && fields().includes(field)) giveBack(field, value);
}
document.addEventListener("submit", (event) => {
  sent = event.target;
});
window.addEventListener("pagehide", keep);
