/* What a form does before it leaves. */

import { holdBack, sayBeside } from "./beside.js";

// A browser sends nothing of what it cannot read: a day that does not exist would come as no day.
const UNREADABLE = {
  date: "Cette date n’existe pas, ou n’est pas complète. Corrigez-la, ou videz le champ.",
  time: "Cette heure n’existe pas, ou n’est pas complète. Corrigez-la, ou videz le champ.",
  number: "Écrivez un nombre, en chiffres.",
};
const CONTROL = Object.keys(UNREADABLE)
  .map((type) => `input[type=${type}]`)
  .join();

/* Whether it may be sent. What the server says of it stays as long as this says nothing. */
function check(control) {
  const ident = `${control.id}_unreadable`;
  const unreadable = control.validity.badInput;
  if (unreadable || document.getElementById(ident)) {
    sayBeside(control, ident, unreadable ? [UNREADABLE[control.type]] : []);
  }
  return !unreadable;
}

holdBack(CONTROL, check);
document.addEventListener("change", ({ target }) => {
  if (target.matches(CONTROL)) check(target);
});

// The summary of errors leads to a field, and the address then ends with it. Sent from there, the
// next page would open at that field, past what it says first.
document.addEventListener("submit", () => {
  if (location.hash) history.replaceState(history.state, "", location.pathname + location.search);
});
