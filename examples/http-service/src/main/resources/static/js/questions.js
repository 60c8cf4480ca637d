import { byId, el, foreign, percent } from "./dom.js";

const MOST_TURNS = 4; // what the service remembers of a conversation

/** The conversation so far: what was asked, and what was answered. */
export class Conversation {
  #turns = byId("turns");
  #history = [];

  get history() {
    return this.#history.slice(-MOST_TURNS);
  }

  clear() {
    this.#history = [];
    this.#turns.replaceChildren();
    this.#label();
  }

  /** Adds a turn; returns it in a sentence. */
  add(question, reply) {
    const answer = reply.answerable ? String(reply.answer ?? "") : "";
    this.#history.push({ question, answer });
    this.#turns.append(turn(question, reply, this.#history.length));
    this.#label();
    return reply.answerable ? `Answer: ${answer}` : "The product data does not say.";
  }

  #label() {
    byId("question-label").textContent =
      this.#history.length === 0 ? "Ask about the product" : "Ask a follow-up";
  }
}

function turn(question, reply, number) {
  const passages = reply.passages ?? [];
  const cited = [...new Set((reply.citations ?? []).map(({ passage }) => passage))].filter(
    (index) => index in passages,
  );
  const parts = [el("p", { class: "question" }, foreign(question))];
  if (reply.answerable) {
    parts.push(
      el(
        "p",
        { class: "answer" },
        foreign(String(reply.answer ?? "")),
        ...cited.map((index, i) =>
          el(
            "button",
            {
              type: "button",
              class: "citation",
              "data-passage": String(index),
              "aria-label": `Citation ${i + 1}`,
              "aria-controls": `passage-${number}-${index}`,
            },
            String(i + 1),
          ),
        ),
      ),
    );
  } else {
    parts.push(el("p", { class: "answer unknown" }, "The product data does not say."));
  }
  if (reply.confidence !== undefined) {
    parts.push(
      el(
        "p",
        { class: "doubt" },
        reply.answerable
          ? `${percent(reply.confidence)} sure that the text answers this`
          : `only ${percent(reply.confidence)} sure that the text answers this`,
      ),
    );
  }
  const made = el("li", { class: "turn" }, ...parts);
  if (passages.length > 0) {
    made.append(...sources(passages, cited, number));
  }
  light(made);
  return made;
}

/** The cited passages with their numbers; the others, that were read too, folded away. */
function sources(passages, cited, number) {
  const others = passages.map((_, index) => index).filter((index) => !cited.includes(index));
  const item = (index, label) =>
    el(
      "li",
      { class: "passage", id: `passage-${number}-${index}`, "data-passage": String(index), tabindex: "-1" },
      el("span", { class: "mark", "aria-hidden": "true" }, label),
      el(
        "span",
        {},
        foreign(passages[index].text),
        passages[index].source
          ? el("span", { class: "source" }, " ", foreign(passages[index].source))
          : "",
      ),
    );
  const parts = [];
  if (cited.length > 0) {
    parts.push(
      el(
        "ol",
        { class: "passages", "aria-label": "Cited" },
        ...cited.map((index, i) => item(index, String(i + 1))),
      ),
    );
  }
  if (others.length > 0) {
    parts.push(
      el(
        "details",
        {},
        el(
          "summary",
          {},
          `${others.length} ${cited.length > 0 ? "more " : ""}${others.length === 1 ? "passage" : "passages"} read`,
        ),
        el("ol", { class: "passages" }, ...others.map((index) => item(index, "·"))),
      ),
    );
  }
  return parts;
}

/** Pointing at a citation, or moving the focus to it, lights its passage up, and the other way. */
function light(made) {
  const parts = [...made.querySelectorAll("[data-passage]")];
  const show = (index) => {
    for (const part of parts) {
      part.classList.toggle("lit", part.dataset.passage === index);
    }
  };
  for (const part of parts) {
    const index = part.dataset.passage;
    part.addEventListener("pointerenter", () => show(index));
    part.addEventListener("pointerleave", () => show(""));
    part.addEventListener("focus", () => show(index));
    part.addEventListener("blur", () => show(""));
    if (part.matches("button")) {
      part.addEventListener("click", () =>
        byId(part.getAttribute("aria-controls")).focus({ preventScroll: false }),
      );
    }
  }
}
