// Tiles to choose one from. Only the chosen one is in the tab order ("roving
// tabindex"), so that a keyboard passes the whole grid with one press.
function makeTile(tile, place, count, pictures) {
  const option = document.createElement("div");
  option.className = "kit-tile";
  option.setAttribute("role", "option");
  option.setAttribute("aria-label", tile.label);
  option.title = tile.label;
  if (tile.state) option.classList.add(`kit-${tile.state}`);
  if (pictures) {
    const picture = document.createElement("span");
    picture.className = "kit-digit";
    picture.style.backgroundImage = `url("${pictures}")`;
    picture.style.backgroundSize = `${count * 100}% 100%`;
    const share = count > 1 ? (100 * place) / (count - 1) : 0;
    picture.style.backgroundPosition = `${share}% 0`;
    option.append(picture);
  }
  for (const [name, text] of [["caption", tile.caption], ["second", tile.second]]) {
    const line = document.createElement("span");
    line.className = `kit-${name}`;
    line.textContent = text;
    if (text) option.append(line);
  }
  return option;
}

function columnsOf(options) {
  const top = options[0].offsetTop;
  const columns = options.findIndex((option) => option.offsetTop > top);
  return columns < 0 ? options.length : columns;
}

function render({ model, el }) {
  const grid = document.createElement("div");
  grid.className = "kit-digit-grid";
  grid.setAttribute("role", "listbox");
  el.append(grid);
  let options = [];

  function draw() {
    const hadFocus = grid.contains(document.activeElement);
    const tiles = model.get("tiles");
    const pictures = model.get("pictures");
    grid.setAttribute("aria-label", model.get("label"));
    options = tiles.map((tile, i) => makeTile(tile, i, tiles.length, pictures));
    grid.replaceChildren(...options);
    mark();
    if (hadFocus) focusChosen();
  }

  function mark() {
    const chosen = model.get("chosen");
    options.forEach((option, place) => {
      option.setAttribute("aria-selected", String(place === chosen));
      option.tabIndex = place === Math.max(chosen, 0) ? 0 : -1;
    });
  }

  function focusChosen() {
    options[Math.max(model.get("chosen"), 0)]?.focus({ preventScroll: false });
  }

  function choose(place) {
    model.set("chosen", Math.min(Math.max(place, 0), options.length - 1));
    model.save_changes();
    mark();
    focusChosen();
  }

  grid.addEventListener("click", (event) => {
    const place = options.indexOf(event.target.closest(".kit-tile"));
    if (place >= 0) choose(place);
  });

  grid.addEventListener("keydown", (event) => {
    if (!options.length) return;
    const place = options.indexOf(document.activeElement);
    const columns = columnsOf(options);
    const moves = {
      ArrowLeft: () => choose(place - 1),
      ArrowRight: () => choose(place + 1),
      ArrowUp: () => place >= columns && choose(place - columns),
      ArrowDown: () => place + columns < options.length && choose(place + columns),
      Home: () => choose(0),
      End: () => choose(options.length - 1),
      Enter: () => choose(place),
      " ": () => choose(place),
      PageUp: () => model.send({ turn: -1 }),
      PageDown: () => model.send({ turn: 1 }),
    };
    const move = moves[event.key];
    if (!move || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation(); // the notebook has keys of its own
    move();
  });

  for (const name of ["tiles", "pictures", "label"]) model.on(`change:${name}`, draw);
  model.on("change:chosen", mark);
  draw();
}

export default { render };
