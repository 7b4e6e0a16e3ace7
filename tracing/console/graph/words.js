// What the view says, in words: tiers, times in the case's zone, lengths and distances. All text reaches the page as
// text nodes.
"use strict";

const view = JSON.parse(document.getElementById("view").textContent);
const people = new Map(view.nodes.map((node) => [node.id, node]));
/** Whether people are shown whom more than two hops reach. */
const deep = view.case.hops > 2;

const TIERS = {
  case: "Case",
  other_case: "Other case",
  close: "Close contact",
  secondary: "Secondary contact",
  general: "General contact",
  flagged: "Flagged",
  onward: "Onward contact",
};
const UNKNOWN = "unknown";

const clock = new Intl.DateTimeFormat("en-GB", {
  timeZone: view.case.timezone, hourCycle: "h23",
  year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
});

/** Day, minute and second of an instant in the case's zone. */
function local(text) {
  const part = Object.fromEntries(clock.formatToParts(new Date(text)).map(({ type, value }) => [type, value]));
  return {
    year: part.year, day: `${part.month}-${part.day}`, minute: `${part.hour}:${part.minute}`,
    second: `${part.hour}:${part.minute}${part.second === "00" ? "" : `:${part.second}`}`,
  };
}

const thisYear = local(view.case.as_of).year;

/** The year is said only where it is not the year of the analysis, which stands in full in the header. */
function day(moment) {
  return moment.year === thisYear ? moment.day : `${moment.year}-${moment.day}`;
}

function instant(text) {
  if (!text) return UNKNOWN;
  const moment = local(text);
  return `${day(moment)} ${moment.minute}`;
}

/** Two instants to the second; the day is said once where both lie on it. */
function stretch(from, until) {
  const [start, end] = [local(from), local(until)];
  const last = day(start) === day(end) ? "" : `${day(end)} `;
  return `${day(start)} ${start.second} – ${last}${end.second}`;
}

function rounded(number) {
  return String(Number(number.toFixed(2)));
}

function minutes(number) {
  return number >= 120 ? `${rounded(number)} min (${(number / 60).toFixed(1)} h)` : `${rounded(number)} min`;
}

function metres(number) {
  return number == null ? UNKNOWN : `${rounded(number)} m`;
}

function counted(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function mark(tier) {
  return element("i", { class: `mark ${tier}`, "aria-hidden": "true" });
}

function personAddress(id) {
  return `#person=${encodeURIComponent(id)}`;
}

function personLink(id) {
  const person = people.get(id);
  return person ? element("a", { href: personAddress(id) }, mark(person.tier), person.label || id) : id;
}
