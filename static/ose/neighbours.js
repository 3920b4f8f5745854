/* The arrows of the keyboard lead to what comes before and after, where nobody is writing. */

const WRITING = "input, textarea, select, summary, [contenteditable]";
const RELATIONS = { ArrowLeft: "prev", ArrowRight: "next" };

document.addEventListener("keydown", (event) => {
  const relation = RELATIONS[event.key];
  if (!relation || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest(WRITING)) return;
  document.querySelector(`main a[rel=${relation}]`)?.click();
});
