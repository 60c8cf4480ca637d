/**
 * Makes an element. What stands in `children` as a string is inserted as text, never as HTML:
 * there is no other way on this page to put text on it.
 */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === undefined) {
      continue;
    }
    if (name.startsWith("on")) {
      made.addEventListener(name.slice(2), value);
    } else {
      made.setAttribute(name, value === true ? "" : value);
    }
  }
  made.append(...children.filter((child) => child !== "" && child !== undefined));
  return made;
}

/** Text of strangers: its direction marks end where it ends. */
export function foreign(text, attributes = {}) {
  return el("bdi", { dir: "auto", ...attributes }, text);
}

export const byId = (id) => document.getElementById(id);

/** Tells those who don't see the page what has changed on it. */
export function announce(text) {
  byId("status").textContent = text;
}

/** 0.937 as "94%"; what is nearly but not quite certain is never shown as 0% or 100%. */
export function percent(probability) {
  if (probability > 0 && probability < 0.01) {
    return "<1%";
  }
  if (probability < 1 && probability > 0.99) {
    return ">99%";
  }
  return `${Math.round(probability * 100)}%`;
}

/** A bar as long as the probability; the number stands beside it in words. */
export function bar(probability) {
  const filled = el("span");
  filled.style.width = `${Math.max(0, Math.min(1, probability)) * 100}%`;
  return el("span", { class: "bar", "aria-hidden": "true" }, filled);
}

const ENGINES = { embedded: "the embedded engine" };

/** Who answered, and how long it took. */
export function answeredBy(reply) {
  const who = ENGINES[reply.answeredBy] ?? reply.answeredBy ?? "";
  const time = Number.isFinite(reply.milliseconds) ? duration(reply.milliseconds) : "";
  return [who && `by ${who}`, time && `in ${time}`].filter(Boolean).join(" ");
}

function duration(milliseconds) {
  if (milliseconds < 1) {
    return "under 1 ms";
  }
  return milliseconds < 1000
    ? `${Math.round(milliseconds)} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;
}
