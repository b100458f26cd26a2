/** Dotted path of a value, as an expression of generated code: literals joined with variables that hold positions and keys. */
export class Path {
  /** Path of the document itself. */
  static readonly root: Path = new Path([]);
  /** Expression of the path. */
  readonly source: string;
  private readonly parts: readonly string[];

  private constructor(parts: readonly string[]) {
    this.parts = parts;
    this.source = parts.length === 0 ? `""` : parts.join(` + "." + `).replaceAll(`" + "`, "");
  }

  /** A path whose beginning is in a variable. */
  static parameter(name: string): Path {
    return new Path([name]);
  }

  /** The path of a field of this object. */
  field(name: string): Path {
    return new Path([...this.parts, JSON.stringify(name)]);
  }

  /** The path of an entry whose position or key is in a variable. */
  variable(name: string): Path {
    return new Path([...this.parts, name]);
  }
}
