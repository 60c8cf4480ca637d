import { announce, answeredBy, byId } from "./dom.js";
import { showProblem } from "./problem.js";

const SLOW_MS = 150;

/**
 * One task's place on the page: what it shows when nothing was asked, while it waits, and when
 * something went wrong. A new request ends the one before it.
 */
export class Card {
  #section;
  #body;
  #by;
  #empty;
  #request = new AbortController();

  constructor(id) {
    this.#section = byId(id);
    this.#body = this.#section.querySelector(".body");
    this.#by = this.#section.querySelector(".by");
    this.#empty = [...this.#body.childNodes];
  }

  get body() {
    return this.#body;
  }

  /** Ends what is under way, without a trace. */
  stop() {
    this.#request.abort();
    this.#wait(false);
  }

  clear() {
    this.stop();
    this.#by.textContent = "";
    this.#body.replaceChildren(...this.#empty);
  }

  /**
   * Asks, and shows the answer. `again` is what the button of a problem does. True if there was an
   * answer.
   */
  async ask(question, show, again) {
    this.stop();
    const request = new AbortController();
    this.#request = request;
    const slow = setTimeout(() => this.#wait(true), SLOW_MS);
    this.#section.setAttribute("aria-busy", "true");
    try {
      const reply = await question(request.signal);
      this.#by.textContent = answeredBy(reply);
      announce(show(reply));
      return true;
    } catch (problem) {
      if (request.signal.aborted) {
        return false;
      }
      if (problem.status === undefined) {
        throw problem; // a mistake of this page's own
      }
      this.#by.textContent = "";
      showProblem(this.#body, problem, again);
      if (problem.status === 401 || problem.status === 403) {
        document.dispatchEvent(new CustomEvent("key-wanted", { detail: again }));
      }
      return false;
    } finally {
      clearTimeout(slow);
      if (this.#request === request) {
        this.#wait(false);
      }
    }
  }

  #wait(waits) {
    this.#section.toggleAttribute("data-waits", waits);
    this.#section.setAttribute("aria-busy", String(waits));
  }
}
