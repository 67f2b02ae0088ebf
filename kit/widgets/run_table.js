// A table of runs. A heading is a button that sorts; the kernel sends the rows in their
// new order. Only the body is drawn anew, so that a heading keeps the keyboard.
function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function render({ model, el }) {
  const table = element("table", "kit-runs");
  const caption = element("caption", "kit-hidden");
  const headRow = element("tr");
  const head = element("thead");
  head.append(headRow);
  const body = element("tbody");
  table.append(caption, head, body);
  el.append(table);

  function drawHead() {
    caption.textContent = model.get("label");
    const [sorted, direction] = model.get("sort");
    const columns = model.get("columns");
    if (headRow.children.length !== columns.length) {
      headRow.replaceChildren(...columns.map(({ key, title, sorts }) => {
        const cell = element("th", `kit-run-${key}`);
        cell.scope = "col";
        if (!sorts) {
          cell.textContent = title;
          return cell;
        }
        const button = element("button", "", title);
        button.type = "button";
        button.addEventListener("click", () => model.send({ sort: key }));
        cell.append(button);
        return cell;
      }));
    }
    columns.forEach(({ key, sorts }, place) => {
      if (!sorts) return;
      const order = key === sorted ? direction : "none";
      headRow.children[place].setAttribute("aria-sort", order);
    });
  }

  function drawRow(run) {
    const row = element("tr");
    row.dataset.run = run.number;
    for (const { key } of model.get("columns")) {
      const cell = element(key === "run" ? "th" : "td", `kit-run-${key}`);
      if (key === "run") cell.scope = "row";
      if (key === "curve") {
        cell.innerHTML = run.curve; // made by kit's own svg functions, texts escaped
      } else if (key === "restore") {
        const button = element(
          "button", "jupyter-button kit-button kit-quiet", model.get("restore"));
        button.type = "button";
        button.title = run.hint;
        button.setAttribute("aria-label", run.hint);
        button.addEventListener("click", () => model.send({ restore: run.number }));
        cell.append(button);
      } else {
        cell.textContent = run[key];
        // Where the column of choices has no room, they stand below the run's name.
        if (key === "run") cell.append(element("span", "kit-run-below", run.words));
      }
      row.append(cell);
    }
    return row;
  }

  function drawBody() {
    const focused = body.contains(document.activeElement)
      ? document.activeElement.closest("tr")?.dataset.run : undefined;
    body.replaceChildren(...model.get("rows").map(drawRow));
    if (focused !== undefined) {
      body.querySelector(`tr[data-run="${Number(focused)}"] button`)
        ?.focus({ preventScroll: true });
    }
  }

  model.on("change:rows", drawBody);
  model.on("change:sort", drawHead);
  drawHead();
  drawBody();
  return () => {
    model.off("change:rows", drawBody);
    model.off("change:sort", drawHead);
  };
}

export default { render };
