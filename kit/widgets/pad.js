// A pad to draw on by mouse, finger, pen or keyboard. The drawing is SVG, so that it
// follows the page's theme and needs no repainting; the kernel gets its points.
const SIDE = 280;
const STEP = 10; // of the keyboard: one pixel of the picture of 28 by 28
const PAUSE = 30; // milliseconds between two messages
// A Jupyter server holds small messages back until the page sends something (Nagle's
// algorithm of TCP), for 40 ms and more. So the pad says something until its answer came.
const ASK = [12, 24, 36, 50, 65, 80, 100]; // milliseconds after the last stroke
const RUBBER = 1.5; // the eraser is wider than the brush
const NEAR = 2; // points closer than this add nothing
// As on the number pad, the keys at the corners go diagonally.
const MOVES = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
  Home: [-1, -1], PageUp: [1, -1], End: [-1, 1], PageDown: [1, 1],
};
const SAYS = { "": "Pen up", pen: "Pen down", eraser: "Eraser down" };

function svg(tag, attributes, parent) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  parent.append(made);
  return made;
}

function html(tag, attributes, parent) {
  const made = Object.assign(document.createElement(tag), attributes);
  parent.append(made);
  return made;
}

const clamp = (value) => Math.min(Math.max(Math.round(value * 10) / 10, 0), SIDE);
const copied = (strokes) =>
  strokes.map((stroke) => ({ ...stroke, points: stroke.points.map((p) => [...p]) }));

// What is on the sheet of now; other strokes were on their way when it was taken.
function onSheet(model) {
  const sheet = model.get("sheet");
  return copied(model.get("strokes").filter((one) => (one.sheet ?? sheet) === sheet));
}

function render({ model, el }) {
  const say = (english) => model.get("words")[english] ?? english;
  const pad = html("div", { className: "kit-pad" }, el);
  const paper = svg("svg", { viewBox: `0 0 ${SIDE} ${SIDE}`, class: "kit-paper" }, pad);
  const ink = svg("g", { class: "kit-ink" }, paper);
  const hint = svg("text", { x: SIDE / 2, y: SIDE / 2, class: "kit-hint" }, paper);
  const cursor = svg("circle", { r: model.get("brush") / 2, class: "kit-cursor" }, paper);
  const tools = html("div", { className: "kit-tools" }, el);
  const voice = html("p", { className: "kit-voice" }, el);
  let strokes = onSheet(model);
  let sent = null; // what the model was given last by this pad
  let timer = 0;
  let lastTime = 0;
  let asks = [];
  let pointer = null; // the one that draws now
  let place = [SIDE / 2, SIDE / 2]; // of the keyboard's pen
  let down = ""; // what the keyboard holds to the paper: "", "pen" or "eraser"

  paper.dataset.by = "keys";
  paper.setAttribute("role", "application"); // the keys are the pad's own
  paper.setAttribute("tabindex", "0");
  paper.setAttribute("aria-label", say(model.get("label")));
  voice.setAttribute("aria-live", "polite");
  hint.textContent = say("Draw a digit here");

  function draw() {
    ink.replaceChildren();
    for (const stroke of strokes) drawStroke(stroke);
    hint.style.display = strokes.length ? "none" : "";
    undo.disabled = clear.disabled = !strokes.length;
    for (const arrow of arrows) arrow.disabled = !strokes.length;
  }

  function drawStroke({ erases, points }) {
    const more = points.length > 1 ? points : [points[0], points[0]];
    svg("polyline", {
      points: more.map((point) => point.join()).join(" "),
      class: erases ? "kit-eraser" : "kit-pen",
      "stroke-width": model.get("brush") * (erases ? RUBBER : 1),
    }, ink);
  }

  // The first message goes at once, the next one waits until the pause is over.
  function send() {
    if (timer) return;
    timer = setTimeout(sendNow, Math.max(0, lastTime + PAUSE - performance.now()));
  }

  function sendNow() {
    clearTimeout(timer);
    timer = 0;
    lastTime = performance.now();
    sent = copied(strokes);
    model.set("strokes", sent);
    model.save_changes();
    asks.forEach(clearTimeout);
    asks = ASK.map((wait) => setTimeout(() => model.send({}), wait));
  }

  function change(next) {
    strokes = next;
    draw();
    send();
  }

  function begin(point, erases) {
    change([...strokes, { sheet: model.get("sheet"), erases, points: [point] }]);
  }

  function goOn(point) {
    if (!strokes.length) return;
    const { points } = strokes.at(-1);
    const [x, y] = points.at(-1);
    if (Math.hypot(point[0] - x, point[1] - y) < NEAR) return;
    points.push(point);
    ink.lastChild?.remove();
    drawStroke(strokes.at(-1));
    send();
  }

  // Mouse, finger, pen

  function placeOf(event) {
    const box = paper.getBoundingClientRect();
    const scale = SIDE / box.width;
    return [clamp((event.clientX - box.left) * scale),
      clamp((event.clientY - box.top) * scale)];
  }

  paper.addEventListener("pointerdown", (event) => {
    if (pointer !== null || event.button > 0 && event.button !== 5) return;
    event.preventDefault();
    paper.dataset.by = "pointer"; // which needs no cursor
    paper.focus({ preventScroll: true });
    paper.setPointerCapture(event.pointerId);
    pointer = event.pointerId;
    lift();
    begin(placeOf(event), rubber.isOn || event.button === 5); // 5: a pen's other end
  });
  paper.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pointer) return;
    const passed = event.getCoalescedEvents?.() ?? [];
    for (const one of passed.length ? passed : [event]) goOn(placeOf(one));
  });
  for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) {
    paper.addEventListener(name, (event) => {
      if (event.pointerId !== pointer) return;
      pointer = null;
      if (timer) sendNow(); // the stroke is whole
    });
  }

  // Keyboard

  function showCursor() {
    cursor.setAttribute("cx", place[0]);
    cursor.setAttribute("cy", place[1]);
    cursor.setAttribute("data-down", down);
    const [column, row] = place.map((value) => Math.round(value / STEP));
    voice.textContent = say(SAYS[down]) + say(", column {column}, row {row} of 28")
      .replace("{column}", column).replace("{row}", row);
  }

  function lift() {
    down = "";
    cursor.setAttribute("data-down", "");
  }

  function press(tool) {
    down = down === tool ? "" : tool;
    if (down) begin([...place], down === "eraser");
    showCursor();
  }

  function move([right, below]) {
    place = [clamp(place[0] + right * STEP), clamp(place[1] + below * STEP)];
    if (down) goOn([...place]);
    showCursor();
  }

  paper.addEventListener("keydown", (event) => {
    const isUndo = (event.ctrlKey || event.metaKey) && event.key === "z";
    if ((event.ctrlKey || event.metaKey || event.altKey) && !isUndo) return;
    const acts = {
      " ": () => press("pen"), e: () => press("eraser"), z: takeBack,
      Backspace: takeBack, Delete: wipe,
    };
    const act = MOVES[event.key] ? () => move(MOVES[event.key])
      : /^\d$/.test(event.key) ? () => model.send({ keep: Number(event.key), strokes })
      : acts[event.key.length > 1 ? event.key : event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation(); // the notebook has keys of its own
    paper.dataset.by = "keys";
    act();
  });
  paper.addEventListener("focus", showCursor);
  paper.addEventListener("blur", () => {
    lift();
    paper.dataset.by = "keys";
  });

  // Buttons

  function tool(text, title, act) {
    const made = html("button", { type: "button", textContent: say(text) }, tools);
    made.title = say(title);
    made.className = "jupyter-button kit-button";
    if (title !== text) made.setAttribute("aria-label", say(title));
    made.addEventListener("click", act);
    return made;
  }

  function takeBack() {
    lift();
    if (strokes.length) change(strokes.slice(0, -1));
    voice.textContent = say("The last stroke is gone");
  }

  function wipe() {
    lift();
    if (strokes.length) change([]);
    voice.textContent = say("The pad is empty");
  }

  function nudge([right, below]) {
    change(strokes.map((stroke) => ({
      ...stroke,
      points: stroke.points.map(([x, y]) => [x + right * STEP, y + below * STEP]),
    })));
  }

  const rubber = tool("Erase", "Erase", () => {
    rubber.isOn = !rubber.isOn;
    rubber.setAttribute("aria-pressed", String(rubber.isOn));
  });
  rubber.isOn = false;
  rubber.setAttribute("aria-pressed", "false");
  const undo = tool("Undo", "Undo", takeBack);
  const clear = tool("Clear", "Clear", wipe);
  const arrows = [["←", "left", [-1, 0]], ["↑", "up", [0, -1]], ["↓", "down", [0, 1]],
    ["→", "right", [1, 0]]].map(([text, way, by]) =>
    tool(text, `Nudge ${way}`, () => nudge(by)));
  for (const arrow of arrows) arrow.classList.add("kit-nudge");

  function take() {
    if (model.get("strokes") !== sent) takeAll(); // else they are the pad's own
  }

  function takeAll() {
    strokes = onSheet(model);
    pointer = null;
    lift();
    draw();
  }

  model.on("change:strokes", take);
  model.on("change:sheet", takeAll);
  draw();
  model.set("is_alive", true);
  model.save_changes();
  return () => {
    asks.forEach(clearTimeout);
    model.off("change:strokes", take);
    model.off("change:sheet", takeAll);
  };
}

export default { render };
