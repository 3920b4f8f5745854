// The live hints of a page: the bell's count, and whether the case shown has changed since.
// Without them each page is right when it is opened, and nothing else is lost.

const SHORTEST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;
const CROWDED = 4429; // workflows/live/consumers.py: this person opened too many other pages since
const bell = document.getElementById("bell");
const changed = document.getElementById("changement");
const crowded = document.getElementById("trop-de-pages");

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

/* `refresh` at each ping, and once more when the socket is back from a loss. */
function listen(path, refresh, pause = SHORTEST_PAUSE, missed = false) {
  const address = new URL(path, location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(address);
  let next = Math.min(pause * 2, LONGEST_PAUSE);
  socket.addEventListener("open", () => {
    next = SHORTEST_PAUSE;
    if (missed) refresh();
  });
  socket.addEventListener("message", refresh);
  socket.addEventListener("close", ({ code }) => {
    if (code === CROWDED) crowded.hidden = false;
    else setTimeout(listen, next, path, refresh, next, true);
  });
}

if (bell) listen("/ws/cloche/", count);
if (changed) listen(changed.dataset.socket, compare);
