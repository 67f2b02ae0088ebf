// A button that puts its model's text on the clipboard. It needs no library.
function copyByHand(text) {
  // Where the page is not served safely, there is no clipboard to write to.
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByHand(text);
  }
}

function render({ model, el }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "jupyter-button kit-button kit-copy";
  button.textContent = model.get("label");
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    const done = await copy(model.get("text"));
    button.textContent = model.get(done ? "done" : "failed");
    button.focus();
    setTimeout(() => (button.textContent = model.get("label")), 2000);
  });
  el.append(button);
}

export default { render };
