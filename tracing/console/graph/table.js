// The people as a table that sorts by any column.
"use strict";

/** Heading, class of the cells, the value sorted by, and what is shown where that is not the value itself. */
const COLUMNS = [
  ["Person", "", (person) => person.label || person.id, (person) => [personLink(person.id)]],
  ["Tier", "", (person) => Object.keys(TIERS).indexOf(person.tier), (person) => [TIERS[person.tier]]],
  ["First contact", "", (person) => person.first_contact_at, (person) => [instant(person.first_contact_at)]],
  ["Last contact", "", (person) => person.last_contact_at, (person) => [instant(person.last_contact_at)]],
  ["Minutes", "number", (person) => person.minutes, (person) => [rounded(person.minutes)]],
  ["Closest m", "number", (person) => person.closest_m],
  ["Rules", "many", (person) => person.rules.join(", ")],
  ["Places", "many", (person) => person.places.join(", ")],
  ["Via", "many", (person) => person.via.join(" "), (person) => links(person.via)],
  ...(deep ? [["Hops", "number", (person) => person.hop]] : []),
  ["Episodes", "number", (person) => person.episodes],
  ["Follow-up until", "", (person) => person.follow_up_until],
  ["Grid cell", "", (person) => person.grid_id],
];
const IDENTITIES = [
  ["Name", "", (person) => person.name],
  ["Phone", "", (person) => person.phone],
  ["Address", "many", (person) => person.address],
];

function columns() {
  return view.case.identified ? [...COLUMNS, ...IDENTITIES] : COLUMNS;
}

function listed() {
  return view.nodes.filter((person) => person.tier !== "case");
}

function row(person) {
  const cells = columns().map(([, kind, value, shown]) =>
    element("td", kind ? { class: kind } : {}, ...(shown ? shown(person) : [String(value(person) ?? "")])));
  return element("tr", { "data-person": person.id }, ...cells);
}

/** Ascending or descending; what is unknown comes last both ways. */
function compare(value, direction) {
  return (one, two) => {
    const [a, b] = [value(one) ?? "", value(two) ?? ""];
    if (a === "" || b === "") return (a === "") - (b === "");
    return direction * (typeof a === "number" ? a - b : a < b ? -1 : Number(a > b));
  };
}

function sortTable(place, direction) {
  const rows = document.getElementById("rows");
  const shown = new Map([...rows.children].map((line) => [line.dataset.person, line]));
  const sorted = listed().sort(compare(columns()[place][2], direction));
  rows.replaceChildren(...sorted.map((person) => shown.get(person.id)));
  [...document.getElementById("columns").children].forEach((head, i) => {
    head.setAttribute("aria-sort", i !== place ? "none" : direction > 0 ? "ascending" : "descending");
  });
}

function drawTable() {
  const heads = columns().map(([name], place) => {
    const button = element("button", {}, name);
    const head = element("th", { scope: "col", "aria-sort": "none" }, button);
    button.addEventListener("click", () => sortTable(place, head.getAttribute("aria-sort") === "ascending" ? -1 : 1));
    return head;
  });
  document.getElementById("columns").append(...heads);
  document.getElementById("rows").append(...listed().map(row));
  sortTable(2, 1);
  sortTable(1, 1);
}
