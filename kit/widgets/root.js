// Names the studio for a reader and a screen reader: its language and what it is. Core
// widgets cannot set attributes, and the element above is there only when it is shown.
function render({ model, el }) {
  el.parentElement?.classList.add("kit-root");
  el.classList.add("kit-root");
  let tries = 0;
  function mark() {
    const studio = el.closest(".kit-studio");
    if (!studio) {
      if (tries++ < 300) requestAnimationFrame(mark);
      return;
    }
    studio.lang = model.get("language");
    studio.setAttribute("role", "region");
    studio.setAttribute("aria-label", model.get("label"));
  }
  model.on("change", mark);
  mark();
  return () => model.off("change", mark);
}

export default { render };
