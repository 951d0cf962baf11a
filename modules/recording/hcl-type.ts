/** Converts a Terraform type expression to the TypeScript type that accepts the same values. */

const primitives: Readonly<Record<string, string>> = {
  string: "string",
  number: "number",
  // A boolean may also be an expression whose value Terraform knows only at apply.
  bool: "boolean | IResolvable",
  any: "HclValue",
};

const collections: Readonly<Record<string, (element: string) => string>> = {
  list: (element) => `readonly ${group(element)}[]`,
  set: (element) => `readonly ${group(element)}[]`,
  map: (element) => `Readonly<Record<string, ${element}>>`,
};

/** @throws for a type expression that it cannot parse */
export function typescriptType(hcl: string): string {
  const tokens = hcl.match(/[\w-]+|"(?:[^"\\]|\\.)*"|[^\s\w]/g) ?? [];
  const parser = new TypeParser(tokens, hcl);
  const type = parser.type();
  parser.end();
  return type;
}

function group(type: string): string {
  return /[ |]/.test(type) ? `(${type})` : type;
}

class TypeParser {
  private position = 0;

  constructor(
    private readonly tokens: readonly string[],
    private readonly source: string,
  ) {}

  type(): string {
    const name = this.next();
    const primitive = primitives[name];
    if (primitive !== undefined) return primitive;
    this.expect("(");
    const collection = collections[name];
    if (collection === undefined && name !== "object") throw this.unexpected(name);
    const type = collection ? collection(this.type()) : this.object();
    this.expect(")");
    return type;
  }

  end(): void {
    if (this.position < this.tokens.length) throw this.unexpected(this.next());
  }

  private object(): string {
    this.expect("{");
    const fields: string[] = [];
    while (this.tokens[this.position] !== "}") {
      const name = this.next();
      this.expect("=");
      fields.push(this.field(name));
      if (this.tokens[this.position] === ",") this.position += 1;
    }
    this.expect("}");
    return `{ ${fields.join("; ")} }`;
  }

  private field(name: string): string {
    if (this.tokens[this.position] !== "optional") return `readonly ${name}: ${this.type()}`;
    this.position += 1;
    this.expect("(");
    const type = this.type();
    // Skips the default, up to the parenthesis that closes `optional`.
    for (let depth = 1; depth > 0;) {
      const token = this.next();
      if (token === "(") depth += 1;
      if (token === ")") depth -= 1;
    }
    return `readonly ${name}?: ${type}`;
  }

  private next(): string {
    const token = this.tokens[this.position];
    if (token === undefined) throw this.unexpected("the end");
    this.position += 1;
    return token;
  }

  private expect(token: string): void {
    const found = this.next();
    if (found !== token) throw this.unexpected(found);
  }

  private unexpected(token: string): Error {
    return new Error(`Terraform type "${this.source}": cannot read ${token}`);
  }
}
