import { html } from "./html.mjs";
import { emptyNode } from "./fields.mjs";
import { TYPE_LABELS } from "./text.mjs";

const HINTS = {
  date: "2026-01-31T12:00:00Z",
  objectId: "24 hexadecimal digits",
  uuid: "8-4-4-4-12 hexadecimal digits",
  decimal128: "19.90",
  long: "whole number",
  int: "whole number",
  double: "number",
  binary: "base64",
};

/**
 * The input of a value without others inside, with its type beside it where it may have several. Numbers stay text all the way: nothing is rounded.
 */
export function ValueInput({ node, types, choices, label, onChange, invalid, describedby, studio, field }) {
  const options = types.includes(node.t) ? types : [node.t, ...types];
  return html`
    <span class="value-input">
      ${input({ node, choices, label, onChange, invalid, describedby })}
      ${options.length > 1 &&
        html`
          <select class="type" aria-label=${`Type of ${label}`} value=${node.t} onChange=${(event) =>
            onChange(converted(node, event.target.value, field, studio))}>
            ${options.map((type) => html`<option key=${type} value=${type}>${TYPE_LABELS[type]}</option>`)}
          </select>
        `}
    </span>
  `;
}

function input({ node, choices, label, onChange, invalid, describedby }) {
  const common = {
    "aria-label": label,
    "aria-invalid": invalid ? "true" : undefined,
    "aria-describedby": describedby,
    class: `t-${node.t}`,
  };
  switch (node.t) {
    case "boolean":
      return html`
        <select ...${common} value=${String(node.v)} onChange=${(event) =>
          onChange({ t: "boolean", v: event.target.value === "true" })}>
          <option value="true">true</option>
          <option value="false">false</option>
        </select>
      `;
    case "timestamp":
      return html`
        <input ...${common} value=${node.v.join(", ")} placeholder="seconds, increment" onInput=${(event) => {
          const [seconds, increment] = event.target.value.split(",").map(Number);
          onChange({ t: "timestamp", v: [seconds, increment ?? 0] });
        }} />
      `;
    case "regex":
      return html`
        <input ...${common} value=${node.v[0]} placeholder="pattern" onInput=${(event) =>
          onChange({ ...node, v: [event.target.value, node.v[1]] })} />
        <input class="short" aria-label=${`Options of ${label}`} value=${node.v[1]} placeholder="i" onInput=${(event) =>
          onChange({ ...node, v: [node.v[0], event.target.value] })} />
      `;
    case "dbRef":
      return html`
        <span class="muted">${node.v[0]}</span>
        <input ...${common} value=${node.v[1].v ?? ""} placeholder="id" onInput=${(event) =>
          onChange({ ...node, v: [node.v[0], { ...node.v[1], v: event.target.value }, ...node.v.slice(2)] })} />
      `;
    case "null":
    case "undefined":
    case "minKey":
    case "maxKey":
      return html`<span class="value t-null">${node.t}</span>`;
    default:
      return textInput(node, common, choices, onChange);
  }
}

function textInput(node, common, choices, onChange) {
  const change = (event) => onChange({ ...node, v: event.target.value });
  if (choices?.length > 0) {
    const all = choices.map(String);
    return html`
      <select ...${common} value=${node.v} onChange=${change}>
        ${(all.includes(node.v) ? all : [node.v, ...all]).map((choice) =>
          html`<option key=${choice}>${choice}</option>`
        )}
      </select>
    `;
  }
  if (node.t === "string" && (node.v.length > 60 || node.v.includes("\n"))) {
    return html`<textarea ...${common} rows="4" value=${node.v} onInput=${change} />`;
  }
  const mode = { int: "numeric", long: "numeric", double: "decimal", decimal128: "decimal" }[node.t];
  return html`
    <input ...${common} type="text" inputmode=${mode} autocomplete="off" spellcheck=${false} value=${node.v}
      placeholder=${HINTS[node.t] ?? ""} onInput=${change} />
  `;
}

/** The value as another type: what was typed stays where both are text. */
function converted(node, type, field, studio) {
  const empty = emptyNode(type, field, studio);
  return typeof node.v === "string" && typeof empty.v === "string" ? { ...empty, v: node.v } : empty;
}
