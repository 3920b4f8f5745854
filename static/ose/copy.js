/* A button copies the text of a field; without a clipboard, the text is selected for the person. */

const said = document.getElementById("copie");

for (const button of document.querySelectorAll("[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      field.focus();
      field.select();
      return;
    }
    button.textContent = button.dataset.copied;
    said.textContent = `${button.dataset.copied}.`;
  });
  field.addEventListener("focus", () => {
    button.textContent = label;
  });
}
