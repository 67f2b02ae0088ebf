// A sentence in an element that stays, so that screen readers notice its changes.
function render({ model, el }) {
  const sentence = document.createElement("p");
  sentence.className = "kit-announcer";
  sentence.setAttribute("aria-live", "polite");
  const show = () => {
    sentence.textContent = model.get("text");
  };
  show();
  model.on("change:text", show);
  el.append(sentence);
  return () => model.off("change:text", show);
}

export default { render };
