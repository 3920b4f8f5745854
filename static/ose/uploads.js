/* A file too large is refused where it was chosen, before it travels, in the words that the server
 * would use.
 */

import { holdBack, sayBeside } from "./beside.js";

const MIB = 1024 * 1024;

/* As `megabytes()` does: rounded up, so that too large never reads as equal. */
function megabytes(size) {
  const tenths = Math.ceil((size * 10) / MIB);
  const rest = tenths % 10 ? `,${tenths % 10}` : "";
  return `${Math.floor(tenths / 10)}${rest}\u00a0Mo`;
}

function sizeOf(files) {
  return files.reduce((sum, file) => sum + file.size, 0);
}

/* All that the form would send weighs on each of its controls. */
function problemsOf(control) {
  const files = [...control.files];
  const { maxBytes, maxTotal, tooLarge, tooLargeTogether } = control.dataset;
  const said = files
    .filter((file) => file.size > Number(maxBytes))
    .map((file) => `${file.name}\u00a0: ${tooLarge.replace("{}", megabytes(file.size))}`);
  const all = [...control.form.querySelectorAll("input[type=file]")].flatMap((each) => [...each.files]);
  if (!said.length && files.length && sizeOf(all) > Number(maxTotal)) {
    said.push(tooLargeTogether.replace("{}", megabytes(sizeOf(all))));
  }
  return said;
}

/* Whether the control may be sent; what is wrong is said beside it. */
function check(control) {
  const problems = problemsOf(control);
  sayBeside(control, `${control.id}_size`, problems);
  return !problems.length;
}

const CONTROL = "input[type=file][data-max-bytes]";

document.addEventListener("change", ({ target }) => {
  if (target.matches(CONTROL)) target.form.querySelectorAll(CONTROL).forEach(check);
});
holdBack(CONTROL, check);
