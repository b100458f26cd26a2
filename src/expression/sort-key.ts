/** A field and the direction to sort by it. */
export class FieldSortKey {
  readonly path: string;
  readonly direction: 1 | -1;

  constructor(path: string, direction: 1 | -1) {
    this.path = path;
    this.direction = direction;
  }

  get kind(): "sort" {
    return "sort";
  }
}
