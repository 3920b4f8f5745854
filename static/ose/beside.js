/* What is wrong with a control is said beside it before its form leaves, and nothing is lost. The
 * server checks all the same.
 */

function place(control, ident) {
  const known = document.getElementById(ident);
  if (known) return known;
  const made = document.createElement("div");
  made.id = ident;
  made.setAttribute("role", "alert");
  control.after(made);
  const others = control.getAttribute("aria-describedby");
  control.setAttribute("aria-describedby", others ? `${others} ${ident}` : ident);
  return made;
}

/* Say `problems` beside the control, in the place called `ident`; none takes back what was said. */
export function sayBeside(control, ident, problems) {
  const lines = problems.map((text) => {
    const line = document.createElement("p");
    line.className = "o-error";
    line.textContent = text;
    return line;
  });
  place(control, ident).replaceChildren(...lines);
  if (lines.length) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
}

/* A form leaves once `check` accepts each of its controls; else the first refused has the focus. */
export function holdBack(controls, check) {
  document.addEventListener(
    "submit",
    (event) => {
      const wrong = [...event.target.querySelectorAll(controls)].filter((each) => !check(each));
      if (!wrong.length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      wrong[0].focus();
    },
    true,
  );
}
