import { BsonValue } from "./bson-value.ts";

/** BSON JavaScript code as text, with or without a scope document. Haricot never runs it. */
export class Code extends BsonValue {
  readonly code: string;
  readonly scope?: Record<string, unknown>;

  constructor(code: string, scope?: Record<string, unknown>) {
    super();
    this.code = code;
    if (scope !== undefined) this.scope = scope;
  }

  /** Extended JSON: `{ "$code": "..." }`, with `$scope` where there is one. */
  override toJSON(): { $code: string; $scope?: Record<string, unknown> } {
    return this.scope === undefined ? { $code: this.code } : { $code: this.code, $scope: this.scope };
  }

  override equals(other: unknown): boolean {
    return other instanceof Code && other.code === this.code &&
      JSON.stringify(other.scope) === JSON.stringify(this.scope);
  }

  override get _bsontype(): "Code" {
    return "Code";
  }
}
