/**
 * Where the evidence stands. The service counts code points, a browser UTF-16 units; attributes may
 * prove themselves by the same words. So the text is cut at every start and end, and each piece
 * knows whose evidence it is.
 */

/**
 * The text in pieces, in order: `{text, names}`, names being those of the spans that cover it.
 *
 * @param text what was sent
 * @param spans `{name, start, end}` in code points
 */
export function pieces(text, spans) {
  const points = Array.from(text);
  const inside = spans.filter(({ start, end }) => 0 <= start && start < end && end <= points.length);
  const cuts = new Set([0, points.length]);
  for (const { start, end } of inside) {
    cuts.add(start).add(end);
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(1).map((end, i) => ({
    text: points.slice(sorted[i], end).join(""),
    names: inside.filter((span) => span.start <= sorted[i] && end <= span.end).map((span) => span.name),
  }));
}

/**
 * The span of the evidence, if these words stand there; else where they first do; else undefined:
 * better none than the wrong words.
 */
export function located(text, { start, end, evidence }) {
  const points = Array.from(text);
  if (points.slice(start, end).join("") === evidence) {
    return { start, end };
  }
  const at = evidence ? text.indexOf(evidence) : -1;
  if (at < 0) {
    return undefined;
  }
  const first = Array.from(text.slice(0, at)).length;
  return { start: first, end: first + Array.from(evidence).length };
}
