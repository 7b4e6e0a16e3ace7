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
  }[person.tier] || `${TIERS[person.tier]} of the case: ${met}${rules}.`;
}

function personFacts(person) {
  if (person.tier === "case") return [["Person", person.id], ["Infectious period", view.case.window]];
  return [
    ["Person", person.id], ["Name", person.name], ["Phone", person.phone], ["Address", person.address],
    ["First contact", instant(person.first_contact_at)], ["Last contact", instant(person.last_contact_at)],
    ["Together", minutes(person.minutes)], ["Closest", metres(person.closest_m)],
    ["Rules", person.rules.join(", ")], ["Places", person.places.join(", ")], ["Via", links(person.via)],
    ["Follow-up until", person.follow_up_until], ["Grid cell", person.grid_id],
  ];
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
  const rule = `Rule ${edge.rule} (${edge.evidence}, ${TIERS[edge.tier].toLowerCase()})`;
  return element("section", { class: "exposure" },
    element("h3", {}, personLink(edge.source), " → ", personLink(edge.target)),
    element("p", {}, `${rule}: ${minutes(edge.minutes)}${distance}`),
    element("ol", { class: "episodes" }, ...edge.episodes.map(episodeItem)));
}

/** The exposures that tie a person to somebody nearer to the case. */
function exposuresOf(person) {
  const hop = (id) => people.get(id).hop;
  return view.edges.filter(({ source, target }) =>
    (target === person.id && hop(source) < person.hop) || (source === person.id && hop(target) < person.hop));
}

function laterBlock(person) {
  const later = view.nodes.filter((node) => node.via.includes(person.id)).map((node) => node.id);
  const title = `Leads to ${counted(later.length, "secondary contact")}`;
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
    element("h2", {}, person.tier === "case" ? "The case" : "Why on the list"),
    element("p", {}, reason(person)),
    facts(personFacts(person)),
    ...(exposures.length ? [element("h2", {}, "Exposures"), ...exposures.map(exposureBlock)] : []),
    ...laterBlock(person),
  ];
}

function exposurePanel(edge) {
  const span = facts([["First", instant(edge.first_at)], ["Last", instant(edge.last_at)]]);
  return [heading("Exposure"), span, exposureBlock(edge)];
}

function introduction() {
  return [
    heading("Nobody selected"),
    element("p", {}, "Choose a person, in the graph or in the table, to read why that person is on the list. "
      + "Choose a line to read the episodes of one exposure and the records they came from."),
  ];
}

function showPanel(children) {
  const panel = document.getElementById("panel");
  const moved = panel.contains(document.activeElement);
  panel.replaceChildren(...children);
  panel.scrollTop = 0;
  if (moved) panel.querySelector("h1").focus();
}
