// Names beside the nodes: the same size on the screen at every zoom, and only where they cover nothing. The nodes
// themselves grow more slowly than the room between them.
"use strict";

const LABEL_PX = 11;
const LABEL_LENGTH = 22;
const MOST_GROWN = 1.3;
const SPOTS = [["right", "center"], ["left", "center"], ["center", "bottom"], ["center", "top"]];
const ruler = document.createElement("canvas").getContext("2d");

function shortLabel(person) {
  const text = (person.label || person.id).replace(/\s+/g, " ");
  return text.length > LABEL_LENGTH ? `${text.slice(0, LABEL_LENGTH - 1)}…` : text;
}

function nodeBox(node) {
  const { x, y } = node.renderedPosition();
  const half = node.renderedWidth() / 2;
  return [x - half, y - half, x + half, y + half];
}

function labelBox([halign, valign], [left, top, right, bottom], width) {
  const [middle, centre] = [(left + right) / 2, (top + bottom) / 2];
  const start = { right: right + 3, left: left - 3 - width, center: middle - width / 2 }[halign];
  const upper = { bottom: bottom + 1, top: top - LABEL_PX - 3, center: centre - LABEL_PX / 2 - 1 }[valign];
  return [start, upper, start + width, upper + LABEL_PX + 3];
}

function meet(one, two) {
  return one[0] < two[2] && two[0] < one[2] && one[1] < two[3] && two[1] < one[3];
}

/** Who gets a name first; people of the outer rings only where the graph is small or seen from near. */
function candidates(cy) {
  const rank = (node) => (node.is(".hover, .chosen") ? 0 : node.hasClass("path") ? 1 : 2 + node.data("hop"));
  const roomy = cy.zoom() >= 1.4 || cy.nodes().length <= 40;
  const plain = (node) => !node.hasClass("faded") && (roomy || node.is("[tier = 'case'], [tier = 'close']"));
  const named = (node) => rank(node) < 2 || plain(node);
  return cy.nodes().not(".off").filter(named).sort((one, two) => rank(one) - rank(two));
}

function placeLabels(cy) {
  const zoom = cy.zoom();
  cy.nodes().data({ shown: "", font: LABEL_PX / zoom, scale: Math.min(MOST_GROWN, 1 / Math.sqrt(zoom)) });
  const boxes = new Map(cy.nodes().not(".off, .faded").map((node) => [node.id(), nodeBox(node)]));
  const taken = [];
  ruler.font = `${LABEL_PX}px ${colour("font")}`;
  cy.batch(() => {
    candidates(cy).forEach((node) => placeLabel(node, boxes, taken, zoom));
  });
}

function placeLabel(node, boxes, taken, zoom) {
  const text = shortLabel(people.get(node.data("person")));
  const own = nodeBox(node);
  const width = ruler.measureText(text).width + 2;
  const others = [...boxes].filter(([id]) => id !== node.id()).map(([, box]) => box).concat(taken);
  const free = (place) => !others.some((box) => meet(box, labelBox(place, own, width)));
  const spot = SPOTS.find(free) || (node.is(".hover, .path") && SPOTS[0]);
  if (!spot) return;
  taken.push(labelBox(spot, own, width));
  const offset = { right: 3, left: -3, center: 0 }[spot[0]] / zoom;
  node.data({ shown: text, halign: spot[0], valign: spot[1], offset });
}
