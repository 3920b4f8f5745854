/* The live room of a session. Without this file the room works as plain forms.
 *
 * A ping on the socket says that something changed, and brings the room as this person now sees it;
 * whenever that may not be what the page shows, the page fetches it, under its own permissions. Nothing is « enregistré » before the server said so.
 */

import { listen } from "./socket.js";

const room = document.getElementById("salle");
const notice = room.querySelector("[data-notice]");
const announcer = room.querySelector("[data-announcer]");
const dismiss = room.querySelector("[data-dismiss]");
const RETRY = 3000;
const PATIENCE = 10_000; // a way that is lost may never say so
const SETTLING = 600;

/* The server tells the same person by two ways: what comes by one while the other is under way may
 * be the older, so the room is read again. What one sends oneself is answered first: an answer that
 * came after the room had moved on would take it back. */
function hear({ html }) {
  const other = window.location.search || refreshing || unanswered !== null;
  if (sending) missed = true;
  else if (!html || other || !apply(parse(html))) refresh();
  else found(false);
}

/* What the server last sent of each region, before anything was typed or focused in it. */
const served = new WeakMap();

let refreshing = null;
let again = false;
let retry = null;
let warned = false;
let sending = false;
let missed = false; // something changed while it was
let listening = false;

/* What was sent and had no answer: the choice of a ballot, or "" for anything else. Until the room
 * is read again, nobody knows whether it is recorded. */
let unanswered = null;

function region(name) {
  return room.querySelector(`[data-region="${name}"]`);
}

function say(text) {
  notice.textContent = text;
  notice.hidden = text === "";
  offerToDismiss();
}

/* The loss of the connection is said until it is back; anything else, until it was read. */
function offerToDismiss() {
  const told = region("messages").querySelector(".o-toast") || region("refus").firstElementChild;
  dismiss.hidden = !told && (notice.hidden || warned);
}

function forget() {
  for (const past of [region("messages").querySelector(".o-toasts"), region("refus")]) {
    past.replaceChildren();
    const whole = past.closest("[data-region]");
    served.set(whole, whole.innerHTML);
  }
  offerToDismiss();
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
  const kept = recorded && recorded.value === unanswered;
  say(unanswered ? room.dataset[kept ? "found" : "missing"] : room.dataset.back);
  unanswered = null;
}

/* Said aloud, in a place that no refresh replaces: what is no longer as it was said. */
function announce(next) {
  const told = ["news", "own", "here"].filter((name) => next.dataset[name] !== room.dataset[name]);
  for (const name of told) room.dataset[name] = next.dataset[name];
  const words = told.map((name) => next.dataset[name]).filter(Boolean);
  if (words.length) announcer.textContent = words.join(" ");
}

/* The item, or its vote, is another one: what was said of the last is past, and a tap that was on
 * its way was meant for what stood there. */
function moveOn(next) {
  if (next.dataset.moment === room.dataset.moment) return;
  room.dataset.moment = next.dataset.moment;
  forget();
  const point = region("point");
  point.classList.add("is-settling");
  window.setTimeout(() => point.classList.remove("is-settling"), SETTLING);
}

/* Replace what changed, region by region; focus and typed text stay where they were. */
function apply(fresh, { keepTyped = true } = {}) {
  const next = fresh.getElementById("salle");
  if (!next) return false;
  moveOn(next);
  announce(next);
  swap(fresh, keepTyped);
  offerToDismiss();
  return true;
}

function swap(fresh, keepTyped) {
  const focused = document.activeElement && document.activeElement.id;
  for (const part of room.querySelectorAll("[data-region]")) {
    const next = fresh.querySelector(`[data-region="${part.dataset.region}"]`);
    if (!next) continue;
    part.hidden = next.hidden;
    if (sameContent(part, next)) continue;
    const memory = rememberFields(part);
    part.replaceChildren(...next.childNodes);
    served.set(part, part.innerHTML);
    if (keepTyped) restoreFields(part, memory);
  }
  if (focused && document.activeElement === document.body) {
    const target = document.getElementById(focused);
    if (target) target.focus({ preventScroll: true });
  }
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

/* One fetch at a time; pings that arrive meanwhile ask for one more. One that fails, or is not
 * answered, is made again. */
async function refresh() {
  if (refreshing) {
    again = true;
    return;
  }
  window.clearTimeout(retry);
  const unsure = unanswered !== null;
  const way = new AbortController();
  const patience = window.setTimeout(() => way.abort(), PATIENCE);
  refreshing = way;
  try {
    const headers = { "X-Requested-With": "fetch" };
    const response = await fetch(address(), { headers, signal: way.signal });
    if (response.status >= 500) throw new Error(response.status);
    if (!response.ok || !apply(parse(await response.text()))) leave(response);
    else found(unsure);
  } catch {
    if (!again) {
      warn();
      retry = window.setTimeout(refresh, RETRY);
    }
  } finally {
    window.clearTimeout(patience);
    refreshing = null;
    if (again) {
      again = false;
      refresh();
    }
  }
}

/* The room was read: the way is there. */
function found(unsure) {
  const lost = warned;
  showLive(listening);
  warned = unanswered !== null && !unsure;
  if (unsure) settle();
  else if (lost && !warned) say("");
}

/* What was asked before the socket came back may have been lost with it: it is asked anew. */
function refreshAnew() {
  again = refreshing !== null;
  if (refreshing) refreshing.abort();
  else refresh();
}

/* What a refusal page says: its alert, and what is missing. */
function refusalText(page) {
  const parts = page.querySelectorAll("main [role=alert]:not([hidden]), main .o-missing-list li");
  return [...parts].map((part) => part.textContent.trim().replace(/\s+/g, " ")).join(" ");
}

async function send(form, button) {
  if (sending) return;
  sending = true;
  const data = new FormData(form, button);
  const asks = form.hasAttribute("data-ballot");
  if (button) button.setAttribute("aria-busy", "true");
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(form.action, { method: "POST", body: data, signal });
    const page = parse(await response.text());
    // What was being read meanwhile may be from before.
    if (refreshing) refreshAnew();
    if (response.ok) {
      forget();
      // For drafts.js; the form itself may have been replaced meanwhile.
      document.dispatchEvent(new CustomEvent("ose:sent", { detail: form }));
    }
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
    sending = false;
    if (missed) refresh();
    missed = false;
    if (button) button.removeAttribute("aria-busy");
  }
}

room.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.hasAttribute("data-live-form")) return;
  event.preventDefault();
  send(form, event.submitter);
});

/* « Changer mon vote »: the address says it, so that a refresh does not forget it; then the focus
 * goes where the link says. */
room.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-live-link]");
  if (!link) return;
  event.preventDefault();
  window.history.replaceState(null, "", link.href);
  await refresh();
  document.getElementById(link.dataset.liveLink)?.focus();
});

dismiss.addEventListener("click", () => {
  say("");
  forget();
});

function showLive(live) {
  room.querySelector("[data-live]").hidden = !live;
  room.querySelector("[data-reload]").hidden = live;
}

for (const part of room.querySelectorAll("[data-region]")) served.set(part, part.innerHTML);
room.classList.add("is-live");
offerToDismiss();
listen(room.dataset.socket, {
  message: hear,
  opened() {
    listening = true;
    // What changed while the socket was away is fetched once it is there: then the room is live.
    refreshAnew();
  },
  closed(broken) {
    listening = false;
    showLive(false);
    if (broken) warn();
  },
});
