/* What is typed outlives what happens to its page: another form sent, a reload, a detour, a refusal.
 * Kept in this tab alone, by person, until its own form is sent; gone once the person signs out, or
 * another signs in. Never what is secret: no password, no code, no ballot, no signature's consent.
 */

const PREFIX = "drafts-";
const SIGNED_OUT = "signed-out";
const PAUSE = 600;
const LEAVING = 2_000;
const place = document.querySelector("main[data-drafts]");
const KEY = place && PREFIX + place.dataset.drafts;
const WRITTEN = "textarea, select, input";
const SKIPPED = ["hidden", "file", "password", "search", "submit"];
const SECRET = "input[type=password], [autocomplete=one-time-code]";
// These keep what is written by themselves.
const APART = "[data-minutes], [data-no-drafts]";

function forget(mine) {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX) && key !== mine) sessionStorage.removeItem(key);
  }
}

function clock(at) {
  const day = new Date(at);
  const minutes = day.getMinutes();
  return `${day.getHours()}\u00a0h${minutes ? `\u00a0${String(minutes).padStart(2, "0")}` : ""}`;
}

/* What the page is about, as its tab says it: « Modifier la séance » alone would not say which. */
function titled() {
  return document.title.replace(/^Erreur\u00a0: /, "").replace(/ · [^·]*$/, "");
}

function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

class Drafts {
  constructor() {
    this.drafts = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    this.inside = false; // going to another page of the site: the drafts come along
    this.over = false;
    this.settle();
    this.giveBack();
    this.tellOthers();
    this.save();
    this.listen();
  }

  /* As they are now: a live page replaces its own. */
  get forms() {
    return [...document.querySelectorAll("main form[method=post]")].filter(
      (form) =>
        !form.matches(APART) &&
        !form.querySelector(SECRET) &&
        form.querySelector("textarea, input[type=text], input[type=date], input[type=number]"),
    );
  }

  path(form) {
    return new URL(form.getAttribute("action") || location.href, location.href).pathname;
  }

  fields(form) {
    return [...form.querySelectorAll(WRITTEN)].filter(
      (field) => field.name && !SKIPPED.includes(field.type) && !field.matches("[data-no-drafts]"),
    );
  }

  isBox(field) {
    return field.type === "radio" || field.type === "checkbox";
  }

  name(field) {
    return this.isBox(field) ? `${field.name}=${field.value}` : field.name;
  }

  value(field) {
    return this.isBox(field) ? field.checked : field.value;
  }

  /* What the server gave. */
  given(field) {
    if (this.isBox(field)) return field.defaultChecked;
    if (!field.options) return field.defaultValue;
    return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value;
  }

  of(field) {
    const [form, name] = [this.path(field.form), this.name(field)];
    return this.drafts.find((draft) => draft.form === form && draft.name === name);
  }

  drop(gone) {
    this.drafts = this.drafts.filter((draft) => !gone(draft));
  }

  /* What was sent is no draft any more once the site sent the person on: that is how it says that it
   * took it. Any other page is a refusal, or comes after a failure that was no page of ours.
   */
  settle() {
    const { responseStatus = 0, redirectCount = 0 } =
      performance.getEntriesByType("navigation")[0] ?? {};
    const twice = document.querySelector("[data-recorded-already]");
    const refused = responseStatus >= 400 || document.querySelector("#saisie, main .has-error");
    for (const draft of this.drafts) {
      if (!draft.sent) continue;
      draft.back = draft.again || Boolean(refused && !twice);
      draft.done = Boolean(twice) || (redirectCount > 0 && !draft.back);
      draft.sent = draft.again = false;
    }
    const saved = this.forms.filter((form) => form.querySelector("[data-saved]"));
    const paths = saved.map((form) => this.path(form));
    this.drop((draft) => draft.done || paths.includes(draft.form));
  }

  giveBack() {
    for (const field of this.forms.flatMap((form) => this.fields(form))) {
      const draft = this.of(field);
      if (draft) {
        draft.here = true;
        this.restore(field, draft);
      }
      if (field.matches("textarea")) this.note(field, this.of(field));
    }
  }

  restore(field, draft) {
    const same = this.value(field) === draft.value;
    if (same && !draft.back) return this.drop((each) => each === draft);
    if (same) return undefined;
    if (!draft.back && this.given(field) !== draft.was) {
      draft.here = false; // written anew meanwhile: both are shown, the person chooses
      draft.name += "!";
      return undefined;
    }
    if (this.isBox(field)) field.checked = draft.value;
    else field.value = draft.value;
    const folded = field.closest("details");
    if (folded) folded.open = true;
    return undefined;
  }

  note(field, draft) {
    let note = field.nextElementSibling;
    if (!note?.matches(".o-draft")) {
      note = document.createElement("p");
      note.className = "o-draft";
      note.setAttribute("role", "status");
      field.after(note);
    }
    const text = draft ? `Brouillon gardé à ${clock(draft.at)}, pas encore enregistré.` : "";
    if (note.textContent !== text) note.textContent = text;
  }

  /* The address whose words this page shows before it sends them on: see `data-carries`. */
  get carried() {
    return document.querySelector("main form[data-carries]")?.dataset.carries;
  }

  /* Drafts of other pages, and those that this one has no room for: where they are, or their words.
   * Those of several pages fold into one note: what the page itself says is not pushed away.
   */
  tellOthers() {
    const others = this.drafts.filter(
      (draft) => !draft.here && typeof draft.value === "string" && draft.form !== this.carried,
    );
    const pages = [...new Set(others.map((draft) => draft.page))];
    if (!pages.length) return;
    const note = element("div", "o-note t-wait o-noprint");
    const several = pages.length > 1;
    const list = several ? element("details") : note;
    if (several) {
      const words = `Ce que vous avez écrit n’est pas encore enregistré, sur ${pages.length}\u00a0pages`;
      list.append(element("summary", "", words));
      note.append(list);
    }
    for (const page of pages) {
      const own = others.filter((draft) => draft.page === page);
      list.append(this.told(page, own, several, note));
    }
    (place.querySelector(".o-head") ?? place.firstElementChild).after(note);
  }

  /* One page whose words are kept, and a button to forget them. */
  told(page, own, several, note) {
    const here = page === location.pathname + location.search;
    const { title, at } = own[0];
    const part = element("div");
    const said = element("p");
    if (!several) said.append("Ce que vous avez écrit n’est pas encore enregistré\u00a0: ");
    if (here) said.append(title);
    else said.append(Object.assign(element("a", "", title), { href: page }));
    said.append(`, brouillon gardé à ${clock(at)}.`);
    part.append(said);
    if (here) part.append(...own.map((draft) => element("blockquote", "o-cut", draft.value)));
    const button = element("button", "btn btn-outline btn-sm", "Oublier ce brouillon");
    button.type = "button";
    button.addEventListener("click", () => {
      this.drop((draft) => draft.page === page && !draft.here);
      this.save();
      part.remove();
      if (!note.querySelector("button")) note.remove();
      place.focus();
    });
    part.append(button);
    return part;
  }

  /* Take down what is typed and not sent. */
  keep() {
    if (this.over) return;
    for (const form of this.forms) {
      for (const field of this.fields(form)) {
        const draft = this.of(field);
        if (draft?.sent) continue;
        const [value, was] = [this.value(field), draft ? draft.was : this.given(field)];
        if (value === was) {
          if (draft) this.drop((each) => each === draft);
        } else if (!draft) {
          this.drafts.push(this.begin(field, value, was));
        } else if (draft.value !== value) {
          Object.assign(draft, { value, at: Date.now() });
        }
        if (field.matches("textarea")) this.note(field, this.of(field));
      }
    }
    this.save();
  }

  begin(field, value, was) {
    return {
      form: this.path(field.form),
      name: this.name(field),
      value,
      was,
      at: Date.now(),
      page: location.pathname + location.search,
      title: titled(),
      here: true,
    };
  }

  save() {
    const kept = this.drafts.map(({ here, back, ...draft }) => draft);
    if (kept.length) sessionStorage.setItem(KEY, JSON.stringify(kept));
    else sessionStorage.removeItem(KEY);
  }

  sending(form, submitter) {
    this.keep();
    const path = this.path(form);
    for (const draft of this.drafts) {
      // Only the fields of this form that the page shows leave with it.
      if (draft.form !== path || !draft.here) continue;
      draft.sent = true;
      draft.again = submitter?.name === "add"; // the form comes back, longer
    }
    this.save();
  }

  /* What was written on the page before leaves with this form: it is done once this one is taken. */
  carry(path) {
    for (const draft of this.drafts) if (draft.form === path) draft.sent = true;
    this.save();
  }

  /* A live page sent a form itself, and it was taken. */
  sent(form) {
    const path = this.path(form);
    this.drop((draft) => draft.form === path);
    this.save();
  }

  leave() {
    this.inside = true;
    window.setTimeout(() => {
      this.inside = false; // a download: the page is still there
    }, LEAVING);
  }

  get unsent() {
    return this.drafts.some((draft) => !draft.sent);
  }

  get files() {
    return this.forms.some((form) =>
      [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length),
    );
  }

  listen() {
    let timer = null;
    const later = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => this.keep(), PAUSE);
    };
    document.addEventListener("input", later);
    document.addEventListener("change", later);
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      const apart = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
      if (!link || apart || link.target || link.origin !== location.origin) return;
      if (!this.files) this.leave();
    });
    document.addEventListener("submit", (event) => {
      if (event.defaultPrevented || event.submitter?.formTarget === "_blank") return;
      if (event.target.matches("[data-signs-out]")) {
        this.signsOut = true; // the warning comes first: what is not sent goes with the session
        window.setTimeout(() => {
          this.signsOut = false;
        }, LEAVING);
        return;
      }
      const { carries } = event.target.dataset;
      if (carries) this.carry(carries);
      else if (this.forms.includes(event.target)) this.sending(event.target, event.submitter);
      this.leave();
    });
    document.addEventListener("ose:sent", ({ detail }) => this.sent(detail));
    window.addEventListener("beforeunload", (event) => {
      this.keep();
      // A browser asks nothing for a page that nobody touched, and complains of being asked to.
      const touched = navigator.userActivation?.hasBeenActive ?? true;
      if (touched && !this.inside && (this.unsent || this.files)) event.preventDefault();
    });
    window.addEventListener("pagehide", () => {
      this.keep();
      if (this.signsOut) signOut();
    });
    // Back from the memory of the browser: what was sent since is known to the other page.
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) location.reload();
    });
  }

  end() {
    this.over = true;
    this.drafts = [];
  }
}

/* Here, and in the other tabs. */
function signOut() {
  forget(null);
  drafts?.end();
  localStorage.setItem(SIGNED_OUT, String(Date.now()));
}

forget(KEY);
const drafts = place ? new Drafts() : null;
document.addEventListener("submit", (event) => {
  if (!drafts && event.target.matches("[data-signs-out]")) signOut();
});
window.addEventListener("storage", (event) => {
  if (event.key !== SIGNED_OUT) return;
  forget(null);
  drafts?.end();
});
