import { html } from "./html.mjs";
import { TYPE_LABELS } from "./text.mjs";

/** A stored value as a short text. */
export function valueText(node) {
  if (node === undefined) return "";
  switch (node.t) {
    case "array":
      return `[ ${node.v.map(valueText).join(", ")}${node.cut ? ` … ${node.cut} more` : ""} ]`;
    case "object":
      return `{ ${node.v.map(([key, value]) => `${key}: ${valueText(value)}`).join(", ")}${node.cut ? " …" : ""} }`;
    case "timestamp":
      return `${node.v[0]}, ${node.v[1]}`;
    case "regex":
      return `/${node.v[0]}/${node.v[1]}`;
    case "dbRef":
      return `${node.v[0]} ${valueText(node.v[1])}`;
    case "dbPointer":
      return node.v.join(" ");
    case "binary":
      return `${node.v}${node.cut ? "…" : ""}`;
    case "null":
    case "undefined":
    case "minKey":
    case "maxKey":
      return node.t;
    case "boolean":
      return String(node.v);
    default:
      return node.cut ? `${node.v}… (${node.cut} more characters)` : node.v;
  }
}

/** A value in a table or a tree. */
export function Value({ node, short = false }) {
  if (node === undefined) return html`<span class="absent" title="The document has no such field">–</span>`;
  const text = valueText(node);
  const shown = short && text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return html`<span class=${`value t-${node.t}`} title=${short ? `${TYPE_LABELS[node.t]}: ${text}` : undefined}>${
    node.t === "string" && text === "" ? html`<span class="absent">empty</span>` : shown
  }</span>`;
}

/** The value below a stored path. */
export function nodeAt(node, path) {
  let at = node;
  for (const step of path) {
    if (at?.t === "object") at = at.v.find(([key]) => key === step)?.[1];
    else if (at?.t === "array") at = at.v[Number(step)];
    else if (at?.t === "dbRef" && step === "$id") at = at.v[1];
    else return undefined;
  }
  return at;
}
