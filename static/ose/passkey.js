// Asks the browser for a passkey, and sends its answer with the form. Without this script the form
// is refused with a word of why, and a code does as well.

const { webauthnJSON } = globalThis;
const form = document.querySelector("[data-passkey]");
const silent = form.querySelector("[data-passkey-silent]");
const options = JSON.parse(document.getElementById("passkey-options").textContent);

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  silent.hidden = true;
  try {
    const answer = form.dataset.passkey === "create"
      ? await webauthnJSON.create(options.creation_options)
      : await webauthnJSON.get(options.request_options);
    form.elements.credential.value = JSON.stringify(answer);
    form.submit();
  } catch {
    // Refused, out of time, no such device: a browser tells them apart to nobody.
    silent.hidden = false;
  }
});
