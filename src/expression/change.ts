/** An update operator of the server that Haricot builds itself. */
export type UpdateOperator =
  | "$set"
  | "$setOnInsert"
  | "$unset"
  | "$rename"
  | "$inc"
  | "$mul"
  | "$min"
  | "$max"
  | "$bit"
  | "$currentDate"
  | "$push"
  | "$addToSet"
  | "$pull"
  | "$pullAll"
  | "$pop";

/** A change of documents: immutable, independent of any query. */
export abstract class ChangeExpression {
  get kind(): "change" {
    return "change";
  }
}

/** One operator on one field, in stored names and encoded. */
export class FieldChange extends ChangeExpression {
  readonly operator: string;
  readonly path: string;
  readonly value: unknown;
  /** The operator that the user wrote, by which changes of one kind are told. */
  readonly asked: string;

  constructor(operator: string, path: string, value: unknown, asked: string = operator) {
    super();
    this.operator = operator;
    this.path = path;
    this.value = value;
    this.asked = asked;
  }
}

/** Sets a field to what another field of the same document holds. Only a pipeline can do that. */
export class FieldCopy extends ChangeExpression {
  readonly path: string;
  readonly from: string;

  constructor(path: string, from: string) {
    super();
    this.path = path;
    this.from = from;
  }
}

/** An operator object such as `Inc({ price: 1 })`: its names wait for the model that it is used with. */
export class OperatorChange extends ChangeExpression {
  readonly operator: UpdateOperator;
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(operator: UpdateOperator, fields: object) {
    super();
    this.operator = operator;
    this.fields = { ...fields };
  }
}
