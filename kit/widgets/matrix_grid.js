// A table of counts to choose a cell from. Only one cell is in the tab order ("roving
// tabindex"); the arrow keys move the focus, Enter and Space choose.
function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function headRow(names, heads) {
  const row = element("tr");
  row.append(element("th", "kit-corner", `${heads[1]} →\n${heads[0]} ↓`));
  for (const name of names) {
    const head = element("th", "", name);
    head.scope = "col";
    row.append(head);
  }
  const share = element("th", "kit-share", heads[2]);
  share.scope = "col";
  row.append(share);
  const head = element("thead");
  head.append(row);
  return head;
}

function makeCell(count, total, words, isRight) {
  const cell = element("td", isRight ? "kit-is-right" : "");
  cell.setAttribute("role", "gridcell");
  const inside = element("span", count ? "" : "kit-zero", count.toLocaleString("en"));
  const share = total ? count / total : 0;
  // Even one mistake among thousands stays visible.
  inside.style.setProperty("--kit-share", count ? `${10 + 90 * share}%` : "0%");
  cell.append(inside);
  cell.title = words;
  cell.setAttribute("aria-label", words);
  return cell;
}

function render({ model, el }) {
  const table = element("table", "kit-matrix");
  table.setAttribute("role", "grid");
  el.append(table);
  let cells = [];
  let focused = [0, 0];

  function draw() {
    const hadFocus = table.contains(document.activeElement);
    const [names, counts] = [model.get("names"), model.get("counts")];
    table.setAttribute("aria-label", model.get("label"));
    const body = element("tbody");
    cells = counts.map((numbers, i) => {
      const total = numbers.reduce((a, b) => a + b, 0);
      const row = element("tr");
      const head = element("th", "", names[i]);
      head.scope = "row";
      const line = numbers.map((count, j) =>
        makeCell(count, total, model.get("words")[i][j], i === j));
      const percent = total ? `${Math.round((100 * numbers[i]) / total)} %` : "–";
      row.append(head, ...line, element("td", "kit-share", percent));
      body.append(row);
      return line;
    });
    table.replaceChildren(headRow(names, model.get("heads")), body);
    focused = focused.map((place) => Math.min(place, Math.max(cells.length - 1, 0)));
    mark();
    if (hadFocus) cells[focused[0]]?.[focused[1]]?.focus({ preventScroll: true });
  }

  function mark() {
    const [row, column] = model.get("chosen");
    cells.forEach((line, i) => line.forEach((cell, j) => {
      cell.setAttribute("aria-selected", String(i === row && j === column));
      cell.tabIndex = i === focused[0] && j === focused[1] ? 0 : -1;
    }));
  }

  function moveTo(row, column) {
    const last = cells.length - 1;
    focused = [row, column].map((place) => Math.min(Math.max(place, 0), last));
    mark();
    cells[focused[0]][focused[1]].focus();
  }

  function choose(row, column) {
    const [oldRow, oldColumn] = model.get("chosen");
    const again = row === oldRow && column === oldColumn;
    model.set("chosen", again ? [-1, -1] : [row, column]);
    model.save_changes();
    moveTo(row, column);
  }

  function placeOf(target) {
    const row = cells.findIndex((line) => line.some((cell) => cell.contains(target)));
    if (row < 0) return null;
    return [row, cells[row].findIndex((cell) => cell.contains(target))];
  }

  table.addEventListener("click", (event) => {
    const place = placeOf(event.target);
    if (place) choose(...place);
  });

  table.addEventListener("keydown", (event) => {
    const place = placeOf(event.target);
    if (!place || event.ctrlKey || event.altKey || event.metaKey) return;
    const [row, column] = place;
    const moves = {
      ArrowLeft: () => moveTo(row, column - 1),
      ArrowRight: () => moveTo(row, column + 1),
      ArrowUp: () => moveTo(row - 1, column),
      ArrowDown: () => moveTo(row + 1, column),
      Home: () => moveTo(row, 0),
      End: () => moveTo(row, cells.length - 1),
      Enter: () => choose(row, column),
      " ": () => choose(row, column),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation(); // the notebook has keys of its own
    move();
  });

  for (const name of ["counts", "names", "words", "label"]) {
    model.on(`change:${name}`, draw);
  }
  model.on("change:chosen", mark);
  draw();
}

export default { render };
