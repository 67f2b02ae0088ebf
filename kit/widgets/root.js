// Marks the element of the studio, or of a panel alone: core widgets cannot set
// attributes, and the element is there only when it is shown.
const QUIET = "data-lm-suppress-shortcuts"; // JupyterLab's own word for it

function render({ model, el }) {
  el.classList.add("kit-root");
  let whole = null;
  let tries = 0;
  let waits = false;

  function mark() {
    whole = el.closest(".kit-studio") ?? el.closest(".kit-panel");
    if (!whole) {
      if (tries++ < 300) requestAnimationFrame(mark);
      return;
    }
    whole.lang = model.get("language");
    whole.setAttribute("role", "region");
    whole.setAttribute("aria-label", model.get("label"));
    observer.observe(whole, { childList: true, subtree: true });
    nameSliders();
  }

  // The handles of ipywidgets' sliders have no name of their own.
  function nameSliders() {
    waits = false;
    for (const handle of whole?.querySelectorAll(".noUi-handle:not([aria-label])") ?? []) {
      const label = handle.closest(".widget-slider")?.querySelector(".widget-label");
      if (label?.textContent) handle.setAttribute("aria-label", label.textContent);
    }
  }
  const observer = new MutationObserver(() => {
    if (!waits) requestAnimationFrame(nameSliders);
    waits = true;
  });

  // In a notebook single letters are commands: X on a button would cut the cell away.
  function keepFromNotebook(event) {
    if (!whole?.contains(event.target)) return;
    const isCommand = event.ctrlKey || event.metaKey || event.altKey
      || event.key === "Escape" || (event.shiftKey && event.key === "Enter");
    event.target.toggleAttribute(QUIET, !isCommand); // only there it is looked for
  }

  model.on("change", mark);
  window.addEventListener("keydown", keepFromNotebook, { capture: true });
  mark();
  return () => {
    model.off("change", mark);
    observer.disconnect();
    window.removeEventListener("keydown", keepFromNotebook, { capture: true });
  };
}

export default { render };
