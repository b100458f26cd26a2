import { BsonValue } from "./bson-value.ts";

/** BSON JavaScript code as text, with or without a scope document. Haricot never runs it. */
export class Code extends BsonValue {
  /** Source of a JavaScript function. */
  readonly code: string;
  /** Variables that the function sees. */
  readonly scope?: Record<string, unknown>;

  /** Source, and the variables that it sees. */
  constructor(code: string, scope?: Record<string, unknown>) {
    super();
    this.code = code;
    if (scope !== undefined) this.scope = scope;
  }

  /** Extended JSON: `{ "$code": "..." }`, with `$scope` where there is one. */
  override toJSON(): { $code: string; $scope?: Record<string, unknown> } {
    return this.scope === undefined ? { $code: this.code } : { $code: this.code, $scope: this.scope };
  }

  /** Whether the other value is of the same type and would be stored as the same bytes. */
  override equals(other: unknown): boolean {
    return other instanceof Code && other.code === this.code &&
      JSON.stringify(other.scope) === JSON.stringify(this.scope);
  }

  /** Name of the BSON type, as in the `bson` package. */
  override get _bsontype(): "Code" {
    return "Code";
  }
}
