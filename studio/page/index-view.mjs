import { html } from "./html.mjs";
import { Empty, Failure, Loading } from "./notices.mjs";
import { countText, sizeText } from "./text.mjs";
import { useAnswer } from "./use-answer.mjs";

const STATES = {
  own: ["of MongoDB", "Every collection has it.", ""],
  same: ["as declared", "The model declares it, and it is there.", "good"],
  missing: ["missing", "The model declares it, but it is not there: `haricot indexes sync` creates it.", "bad"],
  different: ["different", "It is there with another definition than the declared one.", "bad"],
  undeclared: ["not declared", "It is there, but no model declares it.", ""],
};

/** The indexes of a collection beside those that models declare, and how large it is. */
export function IndexView({ model }) {
  const { answer, error, reload } = useAnswer("indexes", { model: model.name });
  if (error !== undefined) return html`<${Failure} error=${error} retry=${reload} />`;
  if (answer === undefined) return html`<${Loading} what="indexes" />`;
  if (answer.reason !== null) {
    return html`
      <${Empty} title="No indexes">
        <p>${answer.reason}</p>
        </>
    `;
  }
  return html`
    ${answer.stats !== null && html`<${Stats} stats=${answer.stats} />`}
    <div class="scroller" tabindex="0" role="region" aria-label="Indexes">
      <table class="indexes">
        <thead>
          <tr>
            <th scope="col">index</th>
            <th scope="col">keys</th>
            <th scope="col">state</th>
            <th scope="col">options</th>
            <th scope="col" class="number">uses</th>
          </tr>
        </thead>
        <tbody>${answer.indexes.map((index) =>
          html`<${Index} key=${index.name + index.state} index=${index} />`
        )}</tbody>
      </table>
    </div>
  `;
}

function Index({ index: { name, key, state, options, reason, uses } }) {
  const [label, explanation, mark] = STATES[state];
  return html`
    <tr>
      <th scope="row">${name}</th>
      <td>${Object.entries(key).map(([path, direction]) =>
        html`<span key=${path} class="key">${path} <span class="muted">${
          DIRECTIONS[direction] ?? direction
        }</span></span>`
      )}</td>
      <td><span class=${`badge ${mark}`} title=${explanation}>${label}</span> ${reason &&
        html`<p class="reason">${reason}</p>`}</td>
      <td><code>${Object.keys(options).length === 0 ? "" : JSON.stringify(options)}</code></td>
      <td class="number">${uses === null ? "–" : countText(uses)}</td>
    </tr>
  `;
}

const DIRECTIONS = { "1": "↑", "-1": "↓" };

function Stats({ stats }) {
  const tile = (label, value) =>
    html`
      <div class="tile">
        <dt>${label}</dt>
        <dd>${value}</dd>
      </div>
    `;
  return html`
    <dl class="tiles">
      ${tile("Documents", countText(stats.documents))} ${tile("Data", sizeText(stats.size))}
      ${tile("Average document", sizeText(stats.averageSize))} ${tile("On disk", sizeText(stats.storageSize))}
      ${tile("Indexes on disk", sizeText(stats.indexSize))}
    </dl>
  `;
}
