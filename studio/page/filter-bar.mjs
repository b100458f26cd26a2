import { comparedTypes, emptyNode, fieldAt, flatFields } from "./fields.mjs";
import { html, useEffect, useState } from "./html.mjs";
import { ValueInput } from "./value-input.mjs";

const OPERATORS = {
  eq: ["=", "value"],
  ne: ["≠", "value"],
  lt: ["<", "value"],
  lte: ["≤", "value"],
  gt: [">", "value"],
  gte: ["≥", "value"],
  in: ["is one of", "values"],
  notIn: ["is none of", "values"],
  exists: ["exists", "boolean"],
  type: ["has the type", "text"],
  regex: ["matches", "pattern"],
  all: ["has all of", "values"],
  size: ["has length", "text"],
  mod: ["mod (divisor, rest)", "text"],
  bitsAllSet: ["all bits set", "text"],
  bitsAllClear: ["all bits clear", "text"],
  bitsAnySet: ["any bit set", "text"],
  bitsAnyClear: ["any bit clear", "text"],
};

/** The conditions of a query. They are typed here and asked for when they are applied. */
export function FilterBar({ model, query, onApply, error }) {
  const [draft, setDraft] = useState(query.conditions ?? []);
  const [match, setMatch] = useState(query.match ?? "all");
  useEffect(() => {
    setDraft(query.conditions ?? []);
    setMatch(query.match ?? "all");
  }, [JSON.stringify(query.conditions), query.match]);
  const change = (at, next) => setDraft(draft.map((one, index) => index === at ? next : one));
  const apply = (event) => {
    event.preventDefault();
    onApply({ conditions: draft, match });
  };
  return html`
    <form class="filters" onSubmit=${apply} aria-label="Filter">
      ${draft.map((condition, at) =>
        html`
          <${Condition} key=${at} at=${at} model=${model} condition=${condition}
            invalid=${error?.issues?.some(({ path }) => path === condition.field)}
            onChange=${(next) => change(at, next)} onRemove=${() =>
              setDraft(draft.filter((_, index) => index !== at))} />
        `
      )}
      ${error && html`<p class="error" role="alert">${error.message}</p>`}
      <div class="actions">
        <button type="button" onClick=${() =>
          setDraft([...draft, newCondition(model, model.fields[1] ?? model.fields[0])])}>
          Add filter
        </button>
        ${draft.length > 1 && html`
          <label>match
            <select value=${match} onChange=${(event) => setMatch(event.target.value)}>
              <option value="all">all of them</option>
              <option value="any">any of them</option>
            </select>
          </label>
        `}
        ${(draft.length > 0 || query.conditions?.length > 0) &&
          html`<button type="submit" class="primary">Apply</button>`}
        ${draft.length > 0 &&
          html`<button type="button" class="quiet" onClick=${() =>
            onApply({ conditions: [], match: "all" })}>Clear</button>`}
      </div>
    </form>
  `;
}

function Condition({ model, condition, at, invalid, onChange, onRemove }) {
  const { field: path, operator, negated } = condition;
  const field = fieldAt(model, path);
  const flat = flatFields(model);
  const isOwnPath = !flat.some((one) => one.path === path);
  const isOpen = isOwnPath || ["record", "any"].includes(field.kind);
  return html`
    <fieldset class=${invalid ? "condition invalid" : "condition"}>
      <legend class="hidden">Filter ${at + 1}</legend>
      <select aria-label="Field" value=${isOwnPath ? "" : path} onChange=${(event) =>
        onChange(newCondition(model, fieldAt(model, event.target.value), event.target.value))}>
        ${isOwnPath && html`<option value="">${path}</option>`}
        ${flat.map((one) => html`<option key=${one.path} value=${one.path}>${one.path}</option>`)}
      </select>
      ${isOpen && html`
        <input class="path" aria-label="Path of the field" title="A path below the field, such as labels.nl" value=${path}
          onChange=${(event) => onChange({ ...condition, field: event.target.value })} />
      `}
      <label class="not"><input type="checkbox" checked=${negated === true} onChange=${(event) =>
        onChange({ ...condition, negated: event.target.checked })} /> not</label>
      <select aria-label="Operator" value=${operator} onChange=${(event) =>
        onChange(withOperator(field, condition, event.target.value))}>
        ${field.operators.map((one) => html`<option key=${one} value=${one}>${OPERATORS[one][0]}</option>`)}
      </select>
      <${Operand} field=${field} condition=${condition} onChange=${onChange} />
      <button type="button" class="quiet remove" aria-label=${`Remove the filter of ${path}`} onClick=${onRemove}>×</button>
    </fieldset>
  `;
}

function Operand({ field, condition, onChange }) {
  const { operator, values = [], text = "", options = "" } = condition;
  const types = comparedTypes(field);
  const choices = field.choices ?? field.element?.choices;
  const set = (more) => onChange({ ...condition, ...more });
  const typed = (event) => set({ text: event.target.value });
  switch (OPERATORS[operator][1]) {
    case "value":
      return html`<${ValueInput} node=${
        values[0] ?? emptyNode(types[0])
      } types=${types} choices=${choices} label="Value" onChange=${(node) => set({ values: [node] })} />`;
    case "values":
      return html`
        <span class="several">
          ${values.map((node, index) =>
            html`
              <span key=${index} class="one">
                <${ValueInput} node=${node} types=${types} choices=${choices} label=${`Value ${index + 1}`}
                  onChange=${(next) => set({ values: values.map((one, other) => other === index ? next : one) })} />
                <button type="button" class="quiet remove" aria-label=${`Remove value ${index + 1}`} onClick=${() =>
                  set({ values: values.filter((_, other) => other !== index) })}>×</button>
              </span>
            `
          )}
          <button type="button" class="quiet" onClick=${() =>
            set({ values: [...values, emptyNode(types[0], { choices })] })}>Add value</button>
        </span>
      `;
    case "boolean":
      return html`
        <select aria-label="Value" value=${text === "false" ? "false" : "true"}
          onChange=${typed}><option value="true">yes</option><option value="false">no</option></select>
      `;
    case "pattern":
      return html`
        <input aria-label="Pattern" placeholder="pattern" value=${text} onInput=${typed} />
        <input class="short" aria-label="Options" placeholder="i" title="i, m, s, x" value=${options} onInput=${(
          event,
        ) => set({ options: event.target.value })} />
      `;
    default:
      return html`<input aria-label="Value" value=${text} placeholder=${
        operator === "type" ? "string, int, …" : "whole number"
      } onInput=${typed} />`;
  }
}

function newCondition(_model, field, path = field.name) {
  return withOperator(field, { field: path, negated: false }, field.operators[0]);
}

/** The condition with another operator; what was typed stays where it fits. */
function withOperator(field, { field: path, negated, values = [], text = "" }, operator) {
  const kind = OPERATORS[operator][1];
  const first = () => emptyNode(comparedTypes(field)[0], { choices: field.choices ?? field.element?.choices });
  if (kind === "value") return { field: path, operator, negated, values: [values[0] ?? first()] };
  if (kind === "values") return { field: path, operator, negated, values: values.length > 0 ? values : [first()] };
  return { field: path, operator, negated, text: kind === "boolean" ? "true" : text };
}
