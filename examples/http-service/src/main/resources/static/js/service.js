/** The service behind the page: POST with JSON, problems as errors, one API key for the tab. */

const KEY = "ecom-llm.api-key";
const PATIENCE_MS = 60_000;
let keyOfThisPage = stored();

function stored() {
  try {
    return sessionStorage.getItem(KEY) ?? "";
  } catch {
    return ""; // storage is switched off: the key lasts as long as the page
  }
}

export function useKey(key) {
  keyOfThisPage = key;
  try {
    sessionStorage.setItem(KEY, key);
  } catch {
    // as above
  }
}

export const hasKey = () => keyOfThisPage !== "";

/** No answer, or not the one that was asked for. `status` 0: the service was not reached. */
export class Problem extends Error {
  constructor(status, title, detail, retryAfter) {
    super(title);
    this.status = status;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }
}

/**
 * Asks the service. Throws a Problem, or the signal's AbortError where the caller no longer wants
 * to know.
 */
export async function post(path, body, signal) {
  const slow = AbortSignal.timeout(PATIENCE_MS);
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  if (keyOfThisPage) {
    headers["X-API-Key"] = keyOfThisPage;
  }
  let response;
  let text;
  try {
    response = await fetch(path, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
      signal: AbortSignal.any([signal, slow]),
    });
    text = await response.text();
  } catch (error) {
    if (signal.aborted) {
      throw new DOMException("no longer wanted", "AbortError");
    }
    throw slow.aborted ? new Problem(504, "", "", 0) : new Problem(0, "", "", 0);
  }
  const json = parse(text);
  if (!response.ok) {
    throw new Problem(
      response.status,
      String(json?.title ?? ""),
      String(json?.detail ?? ""),
      seconds(response.headers.get("Retry-After")),
    );
  }
  if (json === undefined) {
    throw new Problem(502, "", "The reply is not JSON.", 0);
  }
  return json;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Retry-After is a number of seconds or a date. */
function seconds(header) {
  if (!header) {
    return 0;
  }
  const wait = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(wait) ? Math.max(0, Math.ceil(wait)) : 0;
}
