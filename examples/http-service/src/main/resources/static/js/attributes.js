import { el, foreign } from "./dom.js";
import { located, pieces } from "./spans.js";

const FIELDS = ["title", "brand", "description"];

/**
 * Shows attributes beside the text that was sent. Pointing at an attribute, or moving the focus to
 * it, lights its evidence up; a click keeps it lit. Pointing at the evidence shows whose it is.
 *
 * @param sent the fields as they were sent: what the offsets count in
 */
export function showAttributes(body, reply, sent) {
  const found = Object.entries(reply.attributes ?? {}).flatMap(([name, values]) =>
    [values].flat().map((value) => ({ name, ...value })),
  );
  if (found.length === 0) {
    body.replaceChildren(
      el("p", { class: "empty" }, "The text states no attributes that the engine knows of."),
    );
    return "No attributes found.";
  }
  found.forEach((attribute, i) => {
    attribute.key = String(i);
    attribute.span = located(sent[attribute.field] ?? "", attribute);
  });
  const text = el(
    "div",
    { class: "evidence", role: "region", "aria-label": "The text with its evidence", tabindex: "0" },
    ...FIELDS.filter((field) => sent[field] && (field !== "brand" || proves(found, field))).map(
      (field) => paragraph(field, sent[field], found),
    ),
  );
  const list = el("ul", { class: "attributes" }, ...found.map(item));
  body.replaceChildren(text, list);
  light(body);
  const count = found.length === 1 ? "1 attribute" : `${found.length} attributes`;
  return `${count}: ${found.map((a) => `${label(a.name)} ${a.value}`).join(", ")}.`;
}

const label = (name) => name.replaceAll("_", " ");
const proves = (found, field) => found.some((a) => a.field === field && a.span);

function paragraph(field, text, found) {
  const spans = found
    .filter((attribute) => attribute.field === field && attribute.span)
    .map(({ key, span }) => ({ name: key, ...span }));
  return el(
    "p",
    { class: field },
    el(
      "bdi",
      { dir: "auto" },
      ...pieces(text, spans).map((piece) =>
        piece.names.length === 0
          ? piece.text
          : el("mark", { "data-keys": piece.names.join(" ") }, piece.text),
      ),
    ),
  );
}

function item({ name, value, normalized, unit, evidence, field, support, key, span }) {
  const exact = [normalized, unit].filter(Boolean).join(" ");
  const stands = span ? `“${evidence}” in the ${field}` : "not marked in the text";
  return el(
    "li",
    {},
    el(
      "button",
      { type: "button", class: "attribute", "data-keys": key, "aria-pressed": "false" },
      el("span", { class: "label" }, foreign(label(name))),
      el("span", { class: "value" }, foreign(String(value))),
      exact && exact.toLowerCase() !== String(value).toLowerCase()
        ? el("span", { class: "exact" }, "= ", foreign(exact))
        : "",
      support === "INFERRED" ? el("span", { class: "exact" }, "inferred") : "",
      el("span", { class: "unseen" }, ", evidence: ", foreign(stands)),
    ),
  );
}

/** Lights up what belongs together, in the list and in the text. */
function light(body) {
  const parts = [...body.querySelectorAll("[data-keys]")];
  const buttons = parts.filter((part) => part.matches("button"));
  const keysOf = (part) => part.dataset.keys.split(" ");
  let kept = "";

  const show = (keys) => {
    body.toggleAttribute("data-lit", keys.length > 0);
    for (const part of parts) {
      part.classList.toggle("lit", keysOf(part).some((key) => keys.includes(key)));
    }
  };
  const rest = () => show(kept ? [kept] : []);

  for (const part of parts) {
    part.addEventListener("pointerenter", () => show(keysOf(part)));
    part.addEventListener("pointerleave", rest);
  }
  for (const button of buttons) {
    button.addEventListener("focus", () => {
      show(keysOf(button));
      reveal(parts, button);
    });
    button.addEventListener("blur", rest);
    button.addEventListener("click", () => {
      kept = kept === button.dataset.keys ? "" : button.dataset.keys;
      for (const other of buttons) {
        other.setAttribute("aria-pressed", String(other.dataset.keys === kept));
      }
      rest();
      reveal(parts, button);
    });
    button.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        kept = "";
        button.setAttribute("aria-pressed", "false");
        show([]);
      }
    });
  }
}

/** A long text scrolls in its own frame to the evidence; the page itself stays where it is. */
function reveal(parts, button) {
  const mark = parts.find(
    (part) => part.matches("mark") && part.dataset.keys.split(" ").includes(button.dataset.keys),
  );
  const frame = mark?.closest(".evidence");
  if (!frame || frame.scrollHeight <= frame.clientHeight) {
    return;
  }
  const above = mark.getBoundingClientRect().top - frame.getBoundingClientRect().top;
  if (above < 0 || above > frame.clientHeight - 24) {
    frame.scrollTop += above - frame.clientHeight / 3;
  }
}
