// The side panel: why a person is on the list, or what one exposure consists of.
"use strict";

function facts(pairs) {
  const list = element("dl");
  for (const [name, value] of pairs) {
    if (value === "" || value == null || value.length === 0) continue;
    list.append(element("dt", {}, name), element("dd", {}, ...[value].flat()));
  }
  return list;
}

function links(ids) {
  return ids.map((id) => element("span", { class: "link" }, personLink(id)));
}

function reason(person) {
  const met = `${counted(person.episodes, "episode")}, ${minutes(person.minutes)} together`;
  const rules = person.rules.length ? ` under ${person.rules.join(", ")}` : "";
  return {
    case: "The case this graph belongs to.",
    other_case: "A case of its own, so never on this case’s list; what ties the two cases together is shown.",
    secondary: `Met ${counted(person.via.length, "close contact")} of the case once exposed: ${met}${rules}.`,
    onward: `On no list. Met ${person.via.length === 1 ? "a person" : `${person.via.length} people`} whom `
      + `${counted(person.hop - 1, "hop")} had reached: ${met}${rules}.`,
  }[person.tier] || `${TIERS[person.tier]} of the case: ${met}${rules}.`;
}

function personFacts(person) {
  if (person.tier === "case") return [["Person", person.id], ["Infectious period", view.case.window]];
  return [
    ["Person", person.id], ["Name", person.name], ["Phone", person.phone], ["Address", person.address],
    ["Reached", (person.arrivals || []).map(arrival)],
    ["First contact", instant(person.first_contact_at)], ["Last contact", instant(person.last_contact_at)],
    ["Together", minutes(person.minutes)], ["Closest", metres(person.closest_m)],
    ["Rules", person.rules.join(", ")], ["Places", person.places.join(", ")], ["Via", links(person.via)],
    ["Follow-up until", person.follow_up_until], ["Grid cell", person.grid_id],
  ];
}

/** When a number of hops reaches a person first. */
function arrival({ hops, arrived_at }) {
  return element("div", {}, `by ${counted(hops, "hop")} ${instant(arrived_at)}`);
}

function episodeItem(episode) {
  const length = (new Date(episode.finished_at) - new Date(episode.started_at)) / 60000;
  const distance = episode.closest_m == null ? "" : `closest ${metres(episode.closest_m)}`;
  return element("li", {},
    element("b", {}, stretch(episode.started_at, episode.finished_at)), ` ${minutes(length)}`,
    element("div", {}, [episode.place, distance].filter(Boolean).join(", ")),
    element("ul", { class: "records" }, ...episode.records.map((record) => element("li", {}, record))));
}

function exposureBlock(edge) {
  const distance = edge.closest_m == null ? "" : `, closest ${metres(edge.closest_m)}`;
  const hops = deep ? `, by ${counted(edge.hop, "hop")}` : "";
  const rule = `Rule ${edge.rule} (${edge.evidence}, ${TIERS[edge.tier].toLowerCase()}${hops})`;
  return element("section", { class: "exposure" },
    element("h3", {}, personLink(edge.source), " → ", personLink(edge.target)),
    element("p", {}, `${rule}: ${minutes(edge.minutes)}${distance}`),
    element("ol", { class: "episodes" }, ...edge.episodes.map(episodeItem)));
}

/** The exposures that lead to a person. */
function exposuresOf(person) {
  return view.edges.filter(({ target }) => target === person.id);
}

function laterBlock(person) {
  const later = view.nodes.filter((node) => node.via.includes(person.id)).map((node) => node.id);
  const title = `Leads to ${counted(later.length, deep ? "contact" : "secondary contact")}`;
  return later.length ? [element("h2", {}, title), element("p", {}, ...links(later))] : [];
}

function heading(...words) {
  return element("h1", { tabindex: "-1" }, ...words);
}

function personPanel(person) {
  const exposures = exposuresOf(person);
  return [
    heading(mark(person.tier), person.label || person.id),
    element("p", { class: "tier" }, TIERS[person.tier]),
    element("h2", {}, { case: "The case", onward: "Why in the graph" }[person.tier] || "Why on the list"),
    element("p", {}, reason(person)),
    facts(personFacts(person)),
    ...(exposures.length ? [element("h2", {}, "Exposures"), ...exposures.map(exposureBlock)] : []),
    ...laterBlock(person),
    ...(person.tier === "case" ? [coverageBlock()] : []),
  ];
}

function exposurePanel(edge) {
  const span = facts([["First", instant(edge.first_at)], ["Last", instant(edge.last_at)]]);
  return [heading("Exposure"), span, exposureBlock(edge)];
}

/** What must be read with the list: an empty or short one is not to say that the case met no one. */
function coverageBlock() {
  const sentences = view.case.coverage.map((sentence) => element("li", {}, sentence));
  return element("section", { class: "coverage" }, element("h2", {}, "What the list rests on"),
    element("ul", {}, ...sentences));
}

function introduction() {
  return [
    heading("Nobody selected"),
    element("p", { class: "choose" }, "Choose a person, in the graph or in the table, to read why that person is on "
      + "the list. Choose a line to read the episodes of one exposure and the records they came from."),
    coverageBlock(),
  ];
}

function showPanel(children) {
  const panel = document.getElementById("panel");
  const moved = panel.contains(document.activeElement);
  panel.replaceChildren(...children);
  panel.scrollTop = 0;
  if (moved) panel.querySelector("h1").focus();
}
