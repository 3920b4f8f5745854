// The live hints of a page: the bell's count, and whether the case shown has changed since.
// Without them each page is right when it is opened, and nothing else is lost.

import { listen } from "./socket.js";

const bell = document.getElementById("bell");
const changed = document.getElementById("changement");

async function count() {
  const response = await fetch(new URL("nombre/", bell.href));
  if (!response.ok || response.redirected) return;
  const fragment = document.createRange().createContextualFragment(await response.text());
  const fresh = fragment.querySelector("[data-bell-count]");
  if (fresh) bell.querySelector("[data-bell-count]").replaceWith(fresh);
}

/* A ping may be about what this page shows already: one's own doing, most of the time. */
async function compare() {
  if (!changed.hidden) return;
  const response = await fetch(changed.dataset.page);
  if (!response.ok || response.redirected) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.getElementById("changement");
  if (fresh) changed.hidden = fresh.dataset.version === changed.dataset.version;
}

if (bell) listen("/ws/cloche/", { message: count, opened: (again) => again && count() });
if (changed) {
  listen(changed.dataset.socket, { message: compare, opened: (again) => again && compare() });
}
