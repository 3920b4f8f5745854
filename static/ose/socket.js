/* A socket that comes back: each time it is lost it is asked for again, later and later. */

const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;
const CROWDED = 4429; // workflows/live/consumers.py: this person opened too many other pages since

/* Listen at `path`: `message(ping)` at each ping, `opened(again)` each time it is there, `again` when it
 * had been lost; `closed(broken)` each time it is not, `broken` when it was there a moment before.
 * Of too many pages the oldest says that it is no longer live, and asks no more.
 */
export function listen(path, { message, opened, closed = () => {} }) {
  let pause = FIRST_PAUSE;
  let again = false;

  function connect() {
    const address = new URL(path, location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    let there = false;
    socket.addEventListener("open", () => {
      there = true;
      pause = FIRST_PAUSE;
      opened(again);
    });
    socket.addEventListener("message", ({ data }) => message(JSON.parse(data)));
    socket.addEventListener("close", ({ code }) => {
      const crowded = code === CROWDED;
      closed(there && !crowded);
      if (crowded) {
        document.getElementById("trop-de-pages").hidden = false;
        return;
      }
      again = true;
      setTimeout(connect, pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    });
  }

  connect();
}
