/* A long list becomes one that is searched: `select[data-combobox]`, as the ARIA pattern « editable
 * combobox with list autocomplete » has it. The select stays the control that the form sends, and
 * all there is without this script.
 */

const NO_RESULT = "Aucun résultat. Essayez un autre mot.";

/* « SCOP » finds « (SCOP) », « cooperative » finds « coopérative ». */
function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’']/g, " ").toLowerCase();
}

function make(tag, attributes = {}, text = "") {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.textContent = text;
  return made;
}

class Combobox {
  constructor(select) {
    this.select = select;
    this.input = make("input", {
      id: select.id,
      class: "form-control",
      type: "text",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": `${select.id}_list`,
      placeholder: select.dataset.combobox,
    });
    // The label, the summary of errors and what describes the control lead to what is seen.
    for (const name of ["aria-describedby", "aria-invalid", "aria-required", "required"]) {
      if (!select.hasAttribute(name)) continue;
      this.input.setAttribute(name, select.getAttribute(name));
      select.removeAttribute(name);
    }
    select.id = `${select.id}_choice`;
    select.hidden = true;
    this.list = make("ul", { id: `${this.input.id}_list`, class: "o-listbox", role: "listbox" });
    this.list.setAttribute("aria-label", this.input.labels[0]?.textContent.trim() ?? "");
    this.list.hidden = true;
    this.spoken = make("div", { class: "visually-hidden", role: "status" });
    const frame = make("div", { class: "o-combobox" });
    select.before(frame);
    frame.append(this.input, this.list, this.spoken, select);
    this.settle();
    this.listen();
  }

  listen() {
    const { input, list, select } = this;
    input.addEventListener("input", () => {
      if (!input.value.trim()) this.choose("");
      this.open(input.value);
    });
    input.addEventListener("click", () => this.open());
    input.addEventListener("keydown", (event) => this.onKey(event));
    input.addEventListener("blur", () => this.leave());
    // The pointer must not take the focus away before the click is known.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", ({ target }) => {
      const option = target.closest("[role=option]");
      if (option) this.pick(option);
    });
    select.addEventListener("change", () => this.settle());
    select.form?.addEventListener("reset", () => setTimeout(() => this.settle()));
  }

  /* What is chosen, in words. */
  settle() {
    const chosen = this.select.selectedOptions[0];
    this.input.value = chosen?.value ? chosen.text : "";
  }

  choose(value) {
    if (this.select.value === value) return;
    this.select.value = value;
    this.select.dispatchEvent(new Event("input", { bubbles: true }));
    if (value) this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  /* Show what holds every word of `typed`, in a label or as the beginning of a code. */
  open(typed = "") {
    const words = fold(typed).split(/\s+/).filter(Boolean);
    const holds = ({ text, value }) =>
      value && words.every((word) => fold(text).includes(word) || value.startsWith(word));
    const children = [...this.select.children].map((child) => {
      if (child.tagName === "OPTION") return holds(child) ? this.line(child) : "";
      const found = [...child.children].filter(holds);
      if (!found.length) return "";
      const group = make("ul", { role: "group", "aria-label": child.label });
      group.append(make("li", { role: "presentation" }, child.label), ...found.map((each) => this.line(each)));
      return group;
    });
    this.list.replaceChildren(...children.filter(Boolean));
    const count = this.options.length;
    if (!count) this.list.append(make("li", { role: "presentation" }, NO_RESULT));
    this.say(count);
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    const chosen = this.options.find((each) => each.getAttribute("aria-selected") === "true");
    this.move(words.length ? null : chosen);
  }

  say(count) {
    this.spoken.textContent = count ? `${count}\u00a0choix` : NO_RESULT;
  }

  line(option) {
    const line = make("li", { role: "option", id: `${this.list.id}_${option.value}` }, option.text);
    line.dataset.value = option.value;
    line.setAttribute("aria-selected", String(option.selected));
    return line;
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.move(null);
  }

  move(option) {
    this.active?.classList.remove("is-active");
    this.active = option ?? null;
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.classList.add("is-active");
    option.scrollIntoView({ block: "nearest" });
    return this.input.setAttribute("aria-activedescendant", option.id);
  }

  pick(option) {
    this.choose(option.dataset.value);
    this.settle();
    this.close();
  }

  /* Words that are no choice are not kept as one; a single one left is what was meant. */
  leave() {
    if (this.list.hidden) return;
    const [only, ...others] = this.options;
    if (this.input.value.trim() && only && !others.length) this.pick(only);
    this.settle();
    this.close();
  }

  onKey(event) {
    const { key, altKey } = event;
    const closed = this.list.hidden;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (closed) this.open();
      if (closed && (altKey || this.active)) return;
      const options = this.options;
      const step = key === "ArrowDown" ? 1 : -1;
      const from = this.active ? options.indexOf(this.active) : step > 0 ? -1 : 0;
      this.move(options[(from + step + options.length) % options.length]);
    } else if (key === "Enter" && !closed) {
      event.preventDefault();
      if (this.active) this.pick(this.active);
      else this.leave();
    } else if (key === "Escape" && !closed) {
      event.preventDefault();
      this.settle();
      this.close();
    }
  }
}

document.querySelectorAll("select[data-combobox]").forEach((select) => new Combobox(select));
