import { bar, el, foreign, percent } from "./dom.js";

const SHOWN = 5;
const SEPARATOR = " > ";

/** What a decision is called, and why it was made, in a sentence. */
const DECISIONS = {
  LEAF: {
    name: "Sure of the category",
    why: ({ confidence }) =>
      confidence === undefined
        ? "The engine takes this category, without a probability."
        : `${percent(confidence)} sure that exactly this category is right: sure enough to use it.`,
  },
  ANCESTOR: {
    name: "Sure of the branch",
    why: (reply) =>
      [
        reply.decidedConfidence === undefined
          ? `Sure of “${last(reply.decided)}”`
          : `${percent(reply.decidedConfidence)} sure of “${last(reply.decided)}”`,
        reply.confidence === undefined
          ? `, not of “${last(reply.category)}” below it.`
          : `, but only ${percent(reply.confidence)} of “${last(reply.category)}”: use the branch.`,
      ].join(""),
  },
  REVIEW: {
    name: "Ask a person",
    why: ({ confidence }) =>
      confidence === undefined
        ? "The engine gives no probability, so this is a guess for a person to check."
        : `Only ${percent(confidence)} sure, and not sure enough of any branch: the best guess, for a person to check.`,
  },
};

const last = (path) => path.split(SEPARATOR).at(-1);

/** Shows a classification; returns it in a sentence. */
export function showCategory(body, reply) {
  const decision = DECISIONS[reply.decision] ? reply.decision : "REVIEW";
  const { name, why } = DECISIONS[decision];
  const chosen = decision === "REVIEW" ? reply.category : (reply.decided ?? reply.category);
  body.replaceChildren(
    el("p", { class: "chosen", "data-decision": decision }, foreign(last(chosen))),
    crumbs(reply.category, decision === "REVIEW" ? "" : chosen),
    el(
      "p",
      { class: "decision", "data-decision": decision },
      el("strong", {}, name),
      " ",
      foreign(why(reply)),
    ),
    ...alternatives(reply),
  );
  return `Category: ${last(chosen)}. ${name}. ${why(reply)}`;
}

/** The path of the most probable category; what lies below the decided one is only likely. */
function crumbs(path, decided) {
  const names = path.split(SEPARATOR);
  const sure = decided === "" ? 0 : decided.split(SEPARATOR).length;
  return el(
    "ol",
    { class: "crumbs", "aria-label": "Path" },
    ...names.map((name, i) =>
      el("li", { class: i < sure ? "sure" : "likely" }, foreign(name)),
    ),
  );
}

function alternatives(reply) {
  const rows = ranked(reply);
  if (rows.length === 0) {
    return [];
  }
  const list = el("ol", { class: "ranked", id: "ranked" }, ...rows.slice(0, SHOWN).map(row));
  const more = rows.slice(SHOWN);
  const parts = [el("h3", {}, "Probabilities"), list];
  if (more.length > 0) {
    const button = el(
      "button",
      {
        type: "button",
        class: "quiet",
        "aria-expanded": "false",
        "aria-controls": "ranked",
        onclick: () => {
          const open = button.getAttribute("aria-expanded") === "false";
          button.setAttribute("aria-expanded", String(open));
          button.textContent = open ? "Show fewer" : `Show ${more.length} more`;
          list.replaceChildren(...(open ? rows : rows.slice(0, SHOWN)).map(row));
        },
      },
      `Show ${more.length} more`,
    );
    parts.push(button);
  }
  return parts;
}

/** The most probable one first, and each once. */
function ranked(reply) {
  const rows = new Map([[reply.category, reply]]);
  for (const alternative of reply.alternatives ?? []) {
    if (!rows.has(alternative.category)) {
      rows.set(alternative.category, alternative);
    }
  }
  return rows.size === 1 ? [] : [...rows.values()];
}

function row({ category, confidence }) {
  const cut = category.lastIndexOf(SEPARATOR);
  return el(
    "li",
    {},
    el(
      "span",
      { class: "name" },
      foreign(last(category)),
      cut < 0 ? "" : el("span", { class: "above" }, foreign(category.slice(0, cut).replaceAll(SEPARATOR, " › "))),
    ),
    el("span", { class: "number" }, confidence === undefined ? "unknown" : percent(confidence)),
    bar(confidence ?? 0),
  );
}
