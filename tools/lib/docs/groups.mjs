// The pages of the reference, and what of the main entry stands on which: by the file that declares it. The first that fits has it.
const GROUPS = [
  ["error-classes", "Classes of errors", /^src\/errors\//],
  ["transactions", "Transactions and sessions", /^src\/(session\/|client\/(session|run-transaction))/],
  ["change-streams", "Change streams", /^src\/(client\/change|types\/streams)/],
  ["connecting", "Connecting", /^src\/(client\/|document\/init)/],
  ["links", "Links", /^src\/(relations\/|types\/links)/],
  [
    "collections",
    "Unions, views, time series",
    /^src\/(document\/(union|view)|types\/(unions|views|time-series)|schema\/granularity)/,
  ],
  [
    "models",
    "Models",
    /^src\/(document\/|types\/(classes|document|doc|shape|soft-delete|json|inspection)\.ts|schema\/settings)/,
  ],
  ["settings", "Settings", /^src\/types\/settings/],
  ["schemas", "Schemas of fields", /^src\/schema\//],
  ["fields", "Fields and expressions", /^src\/(expression\/|types\/(fields|expressions|paths|geometry))/],
  ["aggregations", "Aggregations", /^src\/(types\/aggregations|query\/(accumulators|computed))/],
  ["queries", "Queries", /^src\/(query\/|types\/(queries|filters|updates|results))/],
  ["options", "Options of calls", /^src\/types\/options/],
  ["events", "Events", /^src\/(events\/|types\/events)/],
  ["indexes", "Indexes", /^src\/(indexes\/|types\/indexes)/],
  ["bulk", "Bulk writes", /^src\/bulk\//],
  ["values", "Values of BSON", /^src\/values\//],
  ["more", "More", /^/],
];

const ORDER = [
  ...[
    "models",
    "settings",
    "schemas",
    "connecting",
    "fields",
    "queries",
    "options",
    "aggregations",
    "links",
    "collections",
    "transactions",
  ],
  ...["events", "bulk", "indexes", "change-streams", "values", "error-classes", "more"],
];

/** The pages of the main entry, in the order of the reference. */
export const groups = ORDER.map((id) => ({ id, title: GROUPS.find(([group]) => group === id)[1] }));

/** The page of something that this file declares. */
export function groupOf(file) {
  return GROUPS.find(([, , pattern]) => pattern.test(file))[0];
}
