// A button that saves bytes as a file. The kernel makes them when it is pressed, so that
// they are never a part of the notebook. It needs no library.
function save({ name, type }, bytes) {
  const address = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

function render({ model, el }) {
  const view = crypto.getRandomValues(new Uint32Array(1))[0];
  const button = document.createElement("button");
  button.type = "button";
  button.className = "jupyter-button kit-button kit-download";
  const draw = () => {
    button.textContent = model.get("label");
    button.title = model.get("hint");
    button.disabled = model.get("disabled");
  };
  const receive = (content, buffers) => {
    if (content.view === view && buffers?.length) save(content, buffers[0]);
  };
  button.addEventListener("click", () => model.send({ view }));
  model.on("change", draw);
  model.on("msg:custom", receive);
  draw();
  el.append(button);
  return () => {
    model.off("change", draw);
    model.off("msg:custom", receive);
  };
}

export default { render };
