// The page: the header, who is shown, and one selection, kept in the address (#person=ID or #exposure=NUMBER).
"use strict";

const byId = (id) => document.getElementById(id);
const cy = drawGraph();

function drawHeader() {
  const root = view.case;
  byId("title").append(`Contact graph of case ${root.case_id}`);
  byId("confidential").hidden = !root.identified;
  const pairs = [
    ["Person", root.person_id], ["Definition", `${root.definition} (${root.title})`],
    ["Infectious period", root.window], ["As of", `${thisYear}-${instant(root.as_of)} (${root.timezone})`],
    ["Run", root.run], ...(deep ? [["Hops", root.hops]] : []),
  ];
  const fact = ([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value));
  byId("facts").append(...pairs.map(fact));
}

function drawLegend() {
  for (const [tier, name] of Object.entries(TIERS)) {
    const count = view.nodes.filter((node) => node.tier === tier).length;
    if (tier === "onward" && !deep) continue;
    const box = element("input", { type: "checkbox", value: tier, checked: "", ...(count ? {} : { disabled: "" }) });
    box.addEventListener("change", showPeople);
    byId("legend").append(element("label", {}, box, mark(tier), `${name} `, element("b", {}, String(count))));
  }
}

function sayHowFar() {
  if (!deep) return;
  byId("hint").replaceChildren("Inner rings met the case; every hop further out was reached by way of one more person. "
    + "A line is one exposure under one rule. Click a person or a line; Esc clears.");
}

function sayEmpty() {
  if (listed().length) return;
  byId("empty").hidden = false;
  byId("empty").append(`No contacts. Definition ${view.case.definition}: ${view.case.coverage.join("; ")}.`);
}

/** The ids of the people of the ticked tiers whom the search words fit. */
function found() {
  const tiers = new Set([...byId("legend").querySelectorAll("input:checked")].map((box) => box.value));
  const words = byId("find").value.trim().toLowerCase();
  const fits = ({ id, label, name, phone, places, rules }) =>
    [id, label, name, phone, ...places, ...rules].some((text) => (text || "").toLowerCase().includes(words));
  return new Set(view.nodes.filter((person) => tiers.has(person.tier) && fits(person)).map((person) => person.id));
}

/** Shows whom the legend and the search leave; in the graph with the people between them and the case. */
function showPeople() {
  const shown = found();
  const wanted = cy.nodes().filter((node) => shown.has(node.data("person")));
  const drawn = byId("find").value ? pathsToCase(wanted).nodes().union(cy.nodes("[hop = 0]")) : wanted;
  cy.batch(() => cy.nodes().forEach((node) => node.toggleClass("off", !drawn.has(node))));
  for (const line of byId("rows").children) line.hidden = !shown.has(line.dataset.person);
  placeLabels(cy);
}

/** What the address selects: an element of the graph, or an empty collection. */
function selected() {
  const address = new URLSearchParams(location.hash.slice(1));
  return cy.getElementById(address.has("person") ? `p:${address.get("person")}` : `e:${address.get("exposure")}`);
}

function wordsOn(chosen) {
  if (chosen.empty()) return introduction();
  if (chosen.isEdge()) return exposurePanel(view.edges[chosen.data("place")]);
  return personPanel(people.get(chosen.data("person")));
}

function follow() {
  const chosen = selected();
  light(cy, chosen);
  showPanel(wordsOn(chosen));
  const person = chosen.data("person");
  for (const line of byId("rows").children) line.classList.toggle("chosen", line.dataset.person === person);
  placeLabels(cy);
}

function clear() {
  byId("find").value = "";
  location.hash = "";
  showPeople();
}

function openTab(name) {
  for (const tab of ["graph", "table"]) {
    byId(`tab-${tab}`).setAttribute("aria-selected", String(tab === name));
    byId(`${tab}-view`).hidden = tab !== name;
  }
  byId("tools").hidden = name !== "graph";
  cy.resize();
}

function step(by) {
  const lines = [...byId("rows").children].filter((line) => !line.hidden);
  const next = lines.findIndex((line) => line.classList.contains("chosen")) + by;
  if (lines.length) location.hash = personAddress(lines[(next + lines.length) % lines.length].dataset.person);
}

const KEYS = {
  ArrowRight: () => step(1), ArrowLeft: () => step(-1),
  "+": () => zoomBy(cy, 1.3), "-": () => zoomBy(cy, 1 / 1.3), 0: () => fit(cy),
};

function listenToKeys() {
  document.addEventListener("keydown", (event) => event.key === "Escape" && clear());
  byId("graph").addEventListener("keydown", (event) => {
    if (!KEYS[event.key] || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    KEYS[event.key]();
  });
}

function listenToGraph() {
  let waiting = 0;
  const relabel = () => { clearTimeout(waiting); waiting = setTimeout(() => placeLabels(cy), 60); };
  cy.on("tap", "node", (event) => { location.hash = personAddress(event.target.data("person")); });
  cy.on("tap", "edge", (event) => { location.hash = `#exposure=${event.target.data("place")}`; });
  cy.on("tap", (event) => { if (event.target === cy) location.hash = ""; });
  cy.on("mouseover mouseout", "node, edge", (event) => {
    const over = event.type === "mouseover";
    byId("graph").style.cursor = over ? "pointer" : "";
    event.target.toggleClass("hover", over);
    relabel();
  });
  cy.on("zoom resize", relabel);
}

function listen() {
  window.addEventListener("hashchange", follow);
  window.addEventListener("beforeprint", () => { byId("picture").src = cy.png({ full: true, scale: 2, bg: "#fff" }); });
  byId("find").addEventListener("input", showPeople);
  byId("fit").addEventListener("click", () => fit(cy));
  byId("closer").addEventListener("click", () => zoomBy(cy, 1.3));
  byId("wider").addEventListener("click", () => zoomBy(cy, 1 / 1.3));
  for (const tab of ["graph", "table"]) byId(`tab-${tab}`).addEventListener("click", () => openTab(tab));
  listenToKeys();
  listenToGraph();
}

drawHeader();
drawLegend();
drawTable();
sayHowFar();
sayEmpty();
listen();
fit(cy);
cy.one("render", () => Object.assign(document.documentElement.dataset, {
  ready: "true", people: cy.nodes().length, exposures: cy.edges().length,
}));
follow();
