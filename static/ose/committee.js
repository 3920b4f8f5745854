/* The live room of a session. Without this file the room works as plain forms.
 *
 * A ping on the socket says that something changed; the page then fetches its own regions again,
 * under its own permissions. Nothing is « enregistré » before the server said so.
 */

import { listen } from "./socket.js";

const room = document.getElementById("salle");
const notice = room.querySelector("[data-notice]");
const RETRY = 3000;

/* What the server last sent of each region, before anything was typed or focused in it. */
const served = new WeakMap();

let refreshing = null;
let again = false;
let retry = null;
let warned = false;

/* What was sent and had no answer: the choice of a ballot, or "" for anything else. Until the room
 * is read again, nobody knows whether it is recorded. */
let unanswered = null;

function say(text) {
  notice.textContent = text;
  notice.hidden = text === "";
}

/* What the loss of the connection means for this person's vote, and no more than is true. */
function lossMessage() {
  if (unanswered !== null) return unanswered ? room.dataset.unknown : room.dataset.unknownAction;
  const ballot = room.querySelector("[data-ballot]");
  if (!ballot) return room.dataset.offline;
  return ballot.hasAttribute("data-recorded") ? room.dataset.kept : room.dataset.lost;
}

function warn() {
  warned = true;
  say(lossMessage());
}

/* What the person has typed or unfolded in a region, by id, so that a refresh loses none of it. */
function rememberFields(region) {
  const kept = new Map();
  for (const field of region.querySelectorAll("textarea[id], input[type=text][id], select[id]")) {
    if (field.value !== field.defaultValue) kept.set(field.id, field.value);
  }
  for (const box of region.querySelectorAll("input[type=checkbox][id], input[type=radio][id]")) {
    if (box.checked !== box.defaultChecked) kept.set(box.id, box.checked);
  }
  const unfolded = [...region.querySelectorAll("details[open][id]")].map(({ id }) => id);
  return { kept, unfolded };
}

function restoreFields(region, { kept, unfolded }) {
  for (const [id, value] of kept) {
    const field = document.getElementById(id);
    if (!field || !region.contains(field)) continue;
    if (typeof value === "boolean") field.checked = value;
    else field.value = value;
  }
  for (const id of unfolded) {
    const details = document.getElementById(id);
    if (details && region.contains(details)) details.open = true;
  }
}

/* The room was read again: what had no answer has one, in what it shows. */
function settle() {
  const recorded = room.querySelector("[data-ballot] [aria-pressed=true]");
  const found = recorded && recorded.value === unanswered;
  say(unanswered ? room.dataset[found ? "found" : "missing"] : room.dataset.back);
  unanswered = null;
}

/* Replace what changed, region by region; focus and typed text stay where they were. */
function apply(fresh, { keepTyped = true } = {}) {
  if (!fresh.getElementById("salle")) return false;
  const focused = document.activeElement && document.activeElement.id;
  for (const region of room.querySelectorAll("[data-region]")) {
    const next = fresh.querySelector(`[data-region="${region.dataset.region}"]`);
    if (!next) continue;
    region.hidden = next.hidden;
    if (sameContent(region, next)) continue;
    const memory = rememberFields(region);
    region.replaceChildren(...next.childNodes);
    served.set(region, region.innerHTML);
    if (keepTyped) restoreFields(region, memory);
  }
  if (focused && document.activeElement === document.body) {
    const target = document.getElementById(focused);
    if (target) target.focus({ preventScroll: true });
  }
  return true;
}

/* A fresh CSRF token in each form is no change worth a repaint. */
function sameContent(region, next) {
  const bare = (html) => html.replace(/(name="csrfmiddlewaretoken" value=")[^"]*/g, "$1");
  return bare(served.get(region)) === bare(next.innerHTML);
}

function address() {
  const url = new URL(window.location.href);
  url.searchParams.set("fragment", "1");
  return url;
}

/* Led elsewhere: the session has ended, and the room itself leads to signing in again. */
function leave(response) {
  if (response.redirected) window.location.reload();
  return response.redirected;
}

function parse(html) {
  return new DOMParser().parseFromString(html, "text/html");
}

/* One fetch at a time; pings that arrive meanwhile ask for one more. One that fails is made again. */
async function refresh() {
  if (refreshing) {
    again = true;
    return;
  }
  window.clearTimeout(retry);
  const unsure = unanswered !== null;
  refreshing = fetch(address(), { headers: { "X-Requested-With": "fetch" } });
  try {
    const response = await refreshing;
    if (response.status >= 500) throw new Error(response.status);
    if (!response.ok || !apply(parse(await response.text()))) leave(response);
    else if (unsure) settle();
    else if (warned) say("");
    warned = unanswered !== null;
  } catch {
    warn();
    retry = window.setTimeout(refresh, RETRY);
  } finally {
    refreshing = null;
    if (again) {
      again = false;
      refresh();
    }
  }
}

/* What a refusal page says: its alert, and what is missing. */
function refusalText(page) {
  const parts = page.querySelectorAll("main [role=alert]:not([hidden]), main .o-missing-list li");
  return [...parts].map((part) => part.textContent.trim().replace(/\s+/g, " ")).join(" ");
}

async function send(form, button) {
  const data = new FormData(form, button);
  const asks = form.hasAttribute("data-ballot");
  if (button) button.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(form.action, { method: "POST", body: data });
    const page = parse(await response.text());
    say(page.querySelector("[data-notice]")?.textContent ?? "");
    if (apply(page, { keepTyped: !response.ok })) {
      // Another item may be in the address: after an action, the room shows the one under way.
      if (response.ok) window.history.replaceState(null, "", window.location.pathname);
      else room.querySelector(".o-errors")?.focus();
      return;
    }
    if (leave(response)) return;
    if (response.status >= 500) throw new Error(response.status);
    say(refusalText(page));
    await refresh();
  } catch {
    // Sent, and perhaps recorded: only the room can tell.
    unanswered = (asks && button?.value) || "";
    warn();
    await refresh();
  } finally {
    if (button) button.removeAttribute("aria-busy");
  }
}

room.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.hasAttribute("data-live-form")) return;
  event.preventDefault();
  send(form, event.submitter);
});

function showLive(live) {
  room.querySelector("[data-live]").hidden = !live;
  room.querySelector("[data-reload]").hidden = live;
}

for (const region of room.querySelectorAll("[data-region]")) served.set(region, region.innerHTML);
listen(room.dataset.socket, {
  message: refresh,
  opened() {
    showLive(true);
    // What changed while the socket was away is fetched once it is there.
    refresh();
  },
  closed(broken) {
    showLive(false);
    if (broken) warn();
  },
});
