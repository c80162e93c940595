// Comforts only: every page works without them.

// The key comes after the # of the printed address, which no request tells; it leaves the history at once.
const enter = document.getElementById("enter");
const key = window.location.hash.slice(1);
if (enter && key) {
  window.history.replaceState(null, "", window.location.pathname);
  enter.elements.key.value = key;
  enter.submit();
}

const tools = document.getElementById("tree-tools");
if (tools) {
  tools.hidden = false;
  tools.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    for (const step of document.querySelectorAll(".tree details")) step.open = button.dataset.open === "all";
  });
}

// In the drawing the lines of the box that is pointed at, or has the keyboard, stand out.
for (const graph of document.querySelectorAll(".graph")) {
  const edges = [...graph.querySelectorAll(".edge")];
  const point = (event) => {
    const box = event.target.closest(".box");
    const name = box && (event.type === "mouseover" || event.type === "focusin") ? box.dataset.name : null;
    graph.classList.toggle("pointed", name !== null);
    for (const edge of edges) edge.classList.toggle("near", edge.dataset.from === name || edge.dataset.to === name);
  };
  for (const type of ["mouseover", "mouseout", "focusin", "focusout"]) graph.addEventListener(type, point);
}
