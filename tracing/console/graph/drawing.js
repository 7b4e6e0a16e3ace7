// The graph: one node per person at its given place, one edge per exposure, and what a selection lights up.
"use strict";

const SHAPES = {
  case: ["star", 30], other_case: ["diamond", 20], close: ["ellipse", 17],
  secondary: ["triangle", 13], general: ["rectangle", 12], flagged: ["hexagon", 13],
  onward: ["pentagon", 11],
};

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function nodeStyle(tier) {
  const [shape, size] = SHAPES[tier];
  return {
    selector: `node[tier = "${tier}"]`,
    style: {
      shape, width: (node) => size * node.data("scale"), height: (node) => size * node.data("scale"),
      "background-color": colour(tier), "border-color": colour(`${tier}-edge`),
    },
  };
}

function edgeStyle(tier) {
  const style = { "line-color": colour(tier), "target-arrow-color": colour(tier) };
  return { selector: `edge[tier = "${tier}"]`, style };
}

const crowded = view.edges.length > 150;
const graphStyle = () => [
  {
    selector: "node",
    style: {
      "border-width": 1, "overlay-opacity": 0, "z-index": 2, color: colour("ink"),
      label: "data(shown)", "font-size": "data(font)", "font-family": colour("font"),
      "text-halign": "data(halign)", "text-valign": "data(valign)", "text-margin-x": "data(offset)",
      "text-background-color": "#fff", "text-background-opacity": 0.8, "text-background-padding": 1,
    },
  },
  ...Object.keys(SHAPES).map(nodeStyle),
  {
    selector: "edge",
    style: {
      width: 1, opacity: crowded ? 0.4 : 0.6, "curve-style": "bezier", "control-point-step-size": 14,
      "target-arrow-shape": crowded ? "none" : "triangle", "arrow-scale": 0.6, "overlay-opacity": 0,
    },
  },
  ...Object.keys(SHAPES).map(edgeStyle),
  { selector: "edge.cross", style: { opacity: crowded ? 0.16 : 0.35 } },
  { selector: ".faded", style: { opacity: 0.1 } },
  { selector: "edge.path", style: { width: 2.5, opacity: 1, "target-arrow-shape": "triangle", "z-index": 3 } },
  { selector: "node.path", style: { "border-width": 2, "border-color": colour("ink"), "z-index": 4 } },
  {
    selector: "node.chosen",
    style: { "outline-width": 3, "outline-offset": 3, "outline-color": colour("accent"), "z-index": 5 },
  },
  { selector: "edge.chosen", style: { width: 4 } },
  { selector: ".off", style: { display: "none" } },
];

/** An exposure that does not follow its person's sector: drawn lighter, or a graph with many of them is a grey disc. */
function crosses(edge) {
  const { hop, via } = people.get(edge.target);
  return edge.hop >= 2 && (hop !== edge.hop || (via.length > 0 && via[0] !== edge.source));
}

function elements() {
  const label = { shown: "", halign: "center", valign: "bottom", offset: 0, font: 11, scale: 1 };
  const nodes = view.nodes.map((node) => ({
    data: { id: `p:${node.id}`, person: node.id, tier: node.tier, hop: node.hop, ...label },
    position: { x: node.x, y: node.y },
  }));
  const edges = view.edges.map((edge, place) => ({
    data: {
      id: `e:${place}`, place, source: `p:${edge.source}`, target: `p:${edge.target}`, tier: edge.tier, hop: edge.hop,
    },
    classes: crosses(edge) ? "cross" : "",
  }));
  return [...nodes, ...edges];
}

function drawGraph() {
  return cytoscape({
    container: document.getElementById("graph"), elements: elements(), style: graphStyle(),
    layout: { name: "preset", fit: false }, minZoom: 0.1, maxZoom: 6, autoungrabify: true, boxSelectionEnabled: false,
  });
}

function fit(cy) {
  cy.resize();
  cy.fit(cy.nodes().not(".off"), 34);
  if (cy.zoom() > 1.35) cy.zoom(1.35).center(cy.nodes().not(".off"));
}

function zoomBy(cy, factor) {
  cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
}

/** People with every exposure that leads from the case to them; later arrivals by more hops are left out. */
function pathsToCase(nodes) {
  return leadingTo(nodes, nodes.incomers("edge").filter((edge) => edge.data("hop") <= edge.target().data("hop")));
}

/** Exposures, and hop by hop those that reached their sources; only by one hop less does a source lead on. */
function leadingTo(ends, exposures) {
  const hops = [...new Set(exposures.map((edge) => edge.data("hop")))];
  return hops.reduce((found, hop) => {
    const sources = exposures.filter((edge) => edge.data("hop") === hop).sources();
    return found.union(leadingTo(sources, sources.incomers("edge").filter((edge) => edge.data("hop") === hop - 1)));
  }, ends.union(exposures));
}

/** Lights up the paths to `chosen` (a node, an edge or nothing); who was met later by it stays as it is. */
function light(cy, chosen) {
  cy.batch(() => {
    cy.elements().removeClass("faded path chosen");
    if (chosen.empty()) return;
    const end = chosen.isNode() ? chosen : chosen.target();
    const paths = chosen.isNode() ? pathsToCase(chosen) : leadingTo(end, chosen);
    cy.elements().not(paths).not(end.outgoers()).addClass("faded");
    paths.addClass("path");
    chosen.addClass("chosen");
  });
}
