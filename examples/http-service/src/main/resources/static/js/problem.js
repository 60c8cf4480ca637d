import { el, foreign } from "./dom.js";

/** What went wrong and what to do about it, by status. */
const ADVICE = [
  [0, "The service does not answer", "Check that it runs and that you are online, then try again."],
  [400, "The service does not understand the request", "Change the text and try again."],
  [401, "An API key is needed", "Enter it above."],
  [403, "This API key may not do that", "Ask for another one, and enter it above."],
  [413, "The text is too long", "Shorten it and try again."],
  [422, "The service can’t use this text", "Change it and try again."],
  [429, "Too many requests", "The limit is a moment’s rest away."],
  [502, "The model gave no usable answer", "Try again; another wording may help."],
  [503, "The model server is away", "Nothing is lost. Try again in a moment."],
  [504, "It took too long", "The service may be busy. Try again, or with a shorter text."],
];
const OTHERWISE = [500, "Something broke in the service", "Try again. If it stays, its log says why."];

/**
 * Shows a problem in place of an answer, with a button to try again. After "too many" and "away"
 * the button waits as long as the service asks for.
 */
export function showProblem(place, problem, again) {
  const [, title, advice] =
    ADVICE.find(([status]) => status === problem.status) ??
    (problem.status < 500 ? ADVICE[1] : OTHERWISE);
  const button = el("button", { type: "button", onclick: again }, "Try again");
  place.replaceChildren(
    el(
      "div",
      { class: "problem" },
      el(
        "div",
        { role: "alert" },
        el("p", { class: "what" }, title),
        problem.detail ? el("p", {}, foreign(problem.detail)) : "",
        el("p", {}, waiting(problem) ? `Try again in ${spoken(problem.retryAfter)}.` : advice),
      ),
      problem.status === 401 ? "" : button,
    ),
  );
  if (waiting(problem)) {
    countDown(button, problem.retryAfter);
  }
}

const waiting = (problem) => problem.retryAfter > 0;

function countDown(button, wait) {
  const end = performance.now() + wait * 1000;
  const tick = () => {
    const left = Math.ceil((end - performance.now()) / 1000);
    button.disabled = left > 0;
    button.textContent = left > 0 ? `Try again in ${spoken(left)}` : "Try again";
    if (left > 0 && button.isConnected) {
      setTimeout(tick, 250);
    }
  };
  tick();
}

function spoken(seconds) {
  return seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
