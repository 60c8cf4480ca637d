import { showAttributes } from "./attributes.js";
import { Card } from "./card.js";
import { showCategory } from "./category.js";
import { announce, byId, el } from "./dom.js";
import { EXAMPLES } from "./examples.js";
import { Conversation } from "./questions.js";
import { hasKey, post, useKey } from "./service.js";

const product = byId("product");
const ask = byId("ask");
const category = new Card("category");
const attributes = new Card("attributes");
const questions = new Card("questions");
const conversation = new Conversation();
let looked = ""; // the product that the answers on the page are about
let onceThereIsAKey = () => {};

/** The product as the service wants it; fields left empty are not sent. */
function fields() {
  const text = (id) => byId(id).value;
  return {
    product_title: text("title"),
    ...(text("description").trim() && { product_description: text("description") }),
    ...(text("brand").trim() && { brand: text("brand") }),
  };
}

/** Category first: the attributes that are asked for are those of the category. */
async function look() {
  const sent = fields();
  begin(sent);
  attributes.clear();
  let found;
  const answered = await category.ask(
    (signal) => post("classify", sent, signal),
    (reply) => {
      found = reply;
      return showCategory(category.body, reply);
    },
    look,
  );
  if (answered) {
    await extract(sent, found);
  }
}

function extract(sent, found) {
  const category = found.decided ?? found.category;
  return attributes.ask(
    (signal) => post("extract", { ...sent, category }, signal),
    (reply) =>
      showAttributes(attributes.body, reply, {
        title: sent.product_title,
        description: sent.product_description ?? "",
        brand: sent.brand ?? "",
      }),
    () => extract(sent, found),
  );
}

/** Answers about another product have no place beside those about this one. */
function begin(sent) {
  const now = JSON.stringify(sent);
  if (now !== looked) {
    category.clear();
    attributes.clear();
    questions.clear();
    conversation.clear();
  }
  looked = now;
  markStale();
}

async function answer() {
  if (!product.reportValidity()) {
    return;
  }
  const sent = fields();
  begin(sent);
  const question = byId("question").value.trim();
  const passages = byId("passages")
    .value.split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .map((text) => ({ text }));
  const body = {
    ...sent,
    question,
    ...(passages.length > 0 && { passages }),
    ...(conversation.history.length > 0 && { history: conversation.history }),
  };
  await questions.ask(
    (signal) => post("qa", body, signal),
    (reply) => {
      questions.body.replaceChildren();
      if (byId("question").value.trim() === question) {
        byId("question").value = "";
      }
      return conversation.add(question, reply);
    },
    answer,
  );
}

/** Typing ends what is under way, and says that the answers are about something else. */
function markStale() {
  const stale = looked !== "" && JSON.stringify(fields()) !== looked;
  byId("stale").hidden = !stale;
  byId("results").toggleAttribute("data-stale", stale);
  return stale;
}

function onePerColumn() {
  return !matchMedia("(min-width: 60rem)").matches;
}

function toResults() {
  if (onePerColumn()) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    byId("results").scrollIntoView({ behavior: still ? "auto" : "smooth", block: "start" });
  }
}

product.addEventListener("submit", (event) => {
  event.preventDefault();
  toResults();
  look();
});

product.addEventListener("input", () => {
  byId("title").setCustomValidity(
    byId("title").value.trim() || !byId("title").value ? "" : "Please fill in the title.",
  );
  if (markStale()) {
    for (const card of [category, attributes, questions]) {
      card.stop();
    }
  }
});

product.addEventListener("reset", () => {
  looked = "";
  for (const card of [category, attributes, questions]) {
    card.clear();
  }
  conversation.clear();
  byId("question").value = "";
  byId("question").placeholder = "";
  byId("passages").value = "";
  queueMicrotask(markStale);
  announce("Cleared.");
  byId("title").focus();
});

/** A title is one line: Enter sends it. In the longer fields that is Ctrl or Cmd with Enter. */
byId("title").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.isComposing) {
    event.preventDefault();
    product.requestSubmit();
  }
});
byId("description").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    product.requestSubmit();
  }
});

ask.addEventListener("submit", (event) => {
  event.preventDefault();
  answer();
});
byId("question").addEventListener("input", () => questions.stop());

document.addEventListener("key-wanted", ({ detail: again }) => {
  onceThereIsAKey = again;
  if (hasKey()) {
    byId("key-why").textContent =
      "The service refuses this API key. Enter another one; it stays in this browser tab.";
  }
  byId("key").hidden = false;
  byId("key-value").focus();
});
byId("key").addEventListener("submit", (event) => {
  event.preventDefault();
  useKey(byId("key-value").value.trim());
  byId("key-value").value = "";
  byId("key").hidden = true;
  byId("results").focus({ preventScroll: true });
  onceThereIsAKey();
});

byId("examples").append(
  ...EXAMPLES.map((example) =>
    el(
      "li",
      {},
      el(
        "button",
        {
          type: "button",
          onclick: () => {
            for (const id of ["title", "description", "brand", "question"]) {
              byId(id).value = example[id];
            }
            byId("passages").value = "";
            product.requestSubmit();
          },
        },
        example.name,
      ),
    ),
  ),
);
