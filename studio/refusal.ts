/** Why a request is not answered as it was asked; each has a status of HTTP. */
const STATUS = {
  /** The request is none of this program's page. */
  request: 400,
  token: 401,
  origin: 403,
  /** The studio was started to look only, or what is asked about can only be read. */
  readOnly: 403,
  missing: 404,
  /** Somebody else changed or removed the document. */
  conflict: 409,
  /** A value is none of its type. */
  value: 422,
  /** The model refuses the document. */
  validation: 422,
} as const;

/** What is wrong at one place of a document. */
export interface Issue {
  /** Dotted path in names of the model. */
  readonly path: string;
  readonly message: string;
}

/** An answer that says what is wrong and what to do. */
export class Refusal extends Error {
  readonly kind: keyof typeof STATUS;
  readonly issues: readonly Issue[];
  /** What else the page can use. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    kind: keyof typeof STATUS,
    message: string,
    { issues = [], ...details }: { issues?: readonly Issue[] } & Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.kind = kind;
    this.issues = issues;
    this.details = details;
  }

  get status(): 400 | 401 | 403 | 404 | 409 | 422 {
    return STATUS[this.kind];
  }
}
