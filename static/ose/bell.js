// The live bell: when the server says that something changed, fetch the count again.
// Without it the count is right at each page, and nothing else is lost.

const SHORTEST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;
const bell = document.getElementById("bell");
let stale = false;

async function refresh() {
  const response = await fetch(new URL("nombre/", bell.href));
  if (!response.ok || response.redirected) return;
  const fragment = document.createRange().createContextualFragment(await response.text());
  const count = fragment.querySelector("[data-bell-count]");
  if (count) bell.querySelector("[data-bell-count]").replaceWith(count);
}

function listen(pause) {
  const address = new URL("/ws/cloche/", location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(address);
  let next = Math.min(pause * 2, LONGEST_PAUSE);
  socket.addEventListener("open", () => {
    next = SHORTEST_PAUSE;
    if (stale) refresh();
    stale = false;
  });
  socket.addEventListener("message", refresh);
  socket.addEventListener("close", () => {
    stale = true;
    setTimeout(listen, next, next);
  });
}

if (bell) listen(SHORTEST_PAUSE);
