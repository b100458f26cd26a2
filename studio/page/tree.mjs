import { emptyNode, fieldBelow, newNode, SINGLE_TYPES, typesOf } from "./fields.mjs";
import { html, useState } from "./html.mjs";
import { documentAddress } from "./route.mjs";
import { TYPE_LABELS } from "./text.mjs";
import { Value } from "./value.mjs";
import { ValueInput } from "./value-input.mjs";

/** Entries of a list or object that are shown before the rest is asked for. */
const SHOWN = 100;

/**
 * A value with everything inside, as a tree, to look at or to edit.
 * @param context what all nodes share: `editing`, `links` by path, `issues`, `fixed` names at the top, `studio`
 */
export function Tree({ node, field, path, names, context, onChange }) {
  const isInner = node.t === "object" || node.t === "array";
  if (!isInner) {
    return html`
      <${Leaf} node=${node} field=${field} path=${path} names=${names} context=${context}
        onChange=${onChange} />
    `;
  }
  return html`
    <${Branch} node=${node} field=${field} path=${path} names=${names} context=${context}
      onChange=${onChange} />
  `;
}

function Branch({ node, field, path, names, context, onChange }) {
  const [shown, setShown] = useState(SHOWN);
  const isList = node.t === "array";
  const entries = isList ? node.v.map((value, at) => [String(at), value]) : node.v;
  const canChange = context.editing && node.cut === undefined;
  const replace = (at, next) =>
    onChange({ ...node, v: node.v.map((one, other) => other !== at ? one : isList ? next : [one[0], next]) });
  const remove = (at) => onChange({ ...node, v: node.v.filter((_, other) => other !== at) });
  return html`
    <ul class="tree">
      ${entries.slice(0, shown).map(([key, value], at) => {
        const below = fieldBelow(field, key);
        const isFixed = path.length === 0 && context.fixed.includes(key);
        return html`
          <${Entry} key=${key} label=${key} node=${value} field=${below} path=${[...path, key]}
            names=${[...names, isList ? key : below?.name ?? key]} context=${isFixed
              ? { ...context, editing: false }
              : context}
            onChange=${(next) => replace(at, next)} onRemove=${canChange && !isFixed ? () => remove(at) : undefined} />
        `;
      })}
      ${entries.length > shown &&
        html`<li><button type="button" onClick=${() =>
          setShown(shown + 10 * SHOWN)}>Show more of ${entries.length}</button></li>`}
      ${node.cut !== undefined &&
        html`<li class="muted">${node.cut} more are not shown: the ${isList ? "list" : "object"} is too large.</li>`}
      ${canChange && html`
        <li>
          <${Adder} node=${node} field=${field} isTop=${path.length === 0} context=${context} onChange=${onChange} />
        </li>
      `}
    </ul>
  `;
}

function Entry({ label, node, field, path, names, context, onChange, onRemove }) {
  const size = node.t === "object" || node.t === "array" ? node.v.length : undefined;
  const [open, setOpen] = useState(size === undefined || path.length < 3 && size <= SHOWN);
  const alias = field !== undefined && field.stored === label && field.name !== label ? field.name : undefined;
  const found = issuesAt(context, path, names);
  const isOpen = open || hasIssuesBelow(context, path, names);
  const head = html`
    <span class="key">${label === "" ? html`<span class="absent">empty name</span>` : label}${alias && html`
      <span class="alias" title="The model's name of the field">${alias}</span>
    `}</span>
    <span class=${`type t-${node.t}`}>${TYPE_LABELS[node.t]}${node.t === "binary" && node.subtype !== 0
      ? ` ${node.subtype}`
      : ""}</span>
  `;
  const removal = onRemove &&
    html`<button type="button" class="quiet remove" aria-label=${`Remove ${
      path.join(".")
    }`} onClick=${onRemove}>×</button>`;
  const problems = found.length > 0 &&
    html`<p class="error" id=${issueId(path)} role="alert">${found.map(({ message }) => message).join("; ")}</p>`;
  if (size === undefined) {
    return html`<li class=${found.length > 0 ? "entry invalid" : "entry"}><div class="line">${head}
      <${Tree} node=${node} field=${field} path=${path} names=${names} context=${context} onChange=${onChange} />${removal}</div>${problems}</li>`;
  }
  return html`
    <li class=${found.length > 0 ? "entry invalid" : "entry"}>
      <div class="line">
        <button type="button" class="fold" aria-expanded=${String(isOpen)} onClick=${() => setOpen(!isOpen)}>
          <span class="mark" aria-hidden="true">${isOpen ? "▾" : "▸"}</span>${head}
        </button>
        <span class="muted">${size} ${node.t === "array"
          ? (size === 1 ? "entry" : "entries")
          : size === 1
          ? "field"
          : "fields"}</span>${removal}
      </div>
      ${problems}
      ${isOpen && html`
        <${Tree} node=${node} field=${field} path=${path} names=${names} context=${context}
          onChange=${onChange} />
      `}
    </li>
  `;
}

function Leaf({ node, field, path, names, context, onChange }) {
  const link = context.links.get(path.join("\0"));
  if (context.editing && node.cut === undefined && EDITABLE.has(node.t)) {
    const isWrong = issuesAt(context, path, names).length > 0;
    return html`
      <${ValueInput} node=${node} field=${field} studio=${context.studio} types=${leafTypes(field)} choices=${field
        ?.choices}
        label=${path.join(".")} invalid=${isWrong} describedby=${isWrong
          ? issueId(path)
          : undefined} onChange=${onChange} />
    `;
  }
  return html`
    <span class="leaf"><${Value} node=${node} />
      ${node.scope && html`<span class="muted"> with a scope</span>`}
      ${link && html`
        <a class="follow" href=${documentAddress(link.model, link.id)}>${link.model} →</a>
      `}
    </span>
  `;
}

const EDITABLE = new Set([...SINGLE_TYPES, "dbRef", "symbol"]);

function leafTypes(field) {
  const types = typesOf(field);
  return field?.nullable && !types.includes("null") ? [...types, "null"] : types;
}

/** Adds a field, whose kind the model may know, or an entry of a list. */
function Adder({ node, field, isTop, context, onChange }) {
  const [name, setName] = useState("");
  const [wrong, setWrong] = useState("");
  if (node.t === "array") {
    const add = () =>
      onChange({
        ...node,
        v: [...node.v, field?.element === undefined ? emptyNode("string") : newNode(field.element, context.studio)],
      });
    return html`<button type="button" class="quiet add" onClick=${add}>Add entry</button>`;
  }
  const declared = field?.fields ?? [];
  const missing = declared.filter(({ stored }) => !node.v.some(([key]) => key === stored));
  const add = () => {
    const found = missing.find((one) => one.name === name || one.stored === name);
    const key = found?.stored ?? name;
    if (node.v.some(([other]) => other === key)) return setWrong(`There is a field ${key} already.`);
    const made = found ?? field?.element;
    onChange({
      ...node,
      v: [...node.v, [key, made === undefined ? emptyNode("string") : newNode(made, context.studio)]],
    });
    setName("");
    setWrong("");
  };
  const id = `fields-${isTop ? "top" : declared.map((one) => one.stored).join("-")}`;
  return html`
    <span class="adder">
      <input aria-label="Name of a new field" list=${id} placeholder="new field" value=${name} onInput=${(event) =>
        setName(event.target.value)}
        onKeyDown=${(event) => event.key === "Enter" && (event.preventDefault(), name !== "" && add())} />
      <datalist id=${id}>${missing.map((one) => html`<option key=${one.stored} value=${one.name}></option>`)}</datalist>
      <button type="button" class="quiet add" disabled=${name === ""} onClick=${add}>Add field</button>
      ${wrong && html`<span class="error" role="alert">${wrong}</span>`}
    </span>
  `;
}

/** The findings at exactly this place; messages name places by the model's names, or by stored ones. */
function issuesAt({ issues }, path, names) {
  const places = [path.join("."), names.join(".")];
  return issues.filter((issue) => places.includes(issue.path));
}

/** What is wrong is never hidden in something that is folded. */
function hasIssuesBelow({ issues }, path, names) {
  const places = [`${path.join(".")}.`, `${names.join(".")}.`];
  return issues.some((issue) => places.some((place) => issue.path.startsWith(place)));
}

function issueId(path) {
  return `issue-${path.join("-").replaceAll(/[^\w-]/g, "_")}`;
}
