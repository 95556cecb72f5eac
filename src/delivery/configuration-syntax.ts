/**
 * A reader for Terraform's CLI configuration files: the first HCL (blocks, attributes, lists, strings, comments) and
 * its JSON form, as far as such files use them. A block is an attribute with an object as its value.
 */

export type ConfigurationValue =
  | string
  | number
  | boolean
  | null
  | ConfigurationValue[]
  | ConfigurationObject;

/** Attributes and blocks in order; the same name may come many times. */
export interface ConfigurationObject {
  readonly entries: readonly (readonly [name: string, value: ConfigurationValue])[];
}

export function isObject(value: ConfigurationValue | undefined): value is ConfigurationObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads a configuration file. Throws a SyntaxError for what Terraform would not read either. */
export function parseConfiguration(text: string): ConfigurationObject {
  const source = text.replace(/^\uFEFF/, "");
  // The same rule as HCL's: a file that starts with a brace is JSON, whatever its name.
  const root = source.trimStart().startsWith("{") ? fromJson(JSON.parse(source)) : new Reader(source).file();
  if (!isObject(root)) throw new SyntaxError("The configuration is not an object.");
  return root;
}

function fromJson(value: unknown): ConfigurationValue {
  if (Array.isArray(value)) return value.map(fromJson);
  if (typeof value !== "object" || value === null) return value as string | number | boolean | null;
  // In JSON a block that comes many times is a list of objects.
  const entries = Object.entries(value).flatMap(([name, member]): [string, ConfigurationValue][] =>
    Array.isArray(member) && member.length > 0 && member.every((item) => isObject(fromJson(item)))
      ? member.map((item) => [name, fromJson(item)])
      : [[name, fromJson(member)]],
  );
  return { entries };
}

const TOKEN =
  /(?<blank>\s+|,|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)|<<-?(?<tag>\w+)\r?\n(?<heredoc>[\s\S]*?)^[^\S\n]*\k<tag>[^\S\n]*$|"(?<string>(?:[^"\\]|\\.)*)"|(?<word>[^\s{}[\]=",#]+)|(?<mark>[{}[\]=])/my;

interface Token {
  readonly kind: "string" | "word" | "mark" | "end";
  readonly text: string;
}

class Reader {
  private readonly tokens: Token[] = [];
  private position = 0;

  constructor(source: string) {
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < source.length) {
      const groups = TOKEN.exec(source)?.groups;
      if (!groups) throw new SyntaxError("Unreadable configuration.");
      const { string, heredoc, word, mark } = groups;
      if (string !== undefined) this.tokens.push({ kind: "string", text: unescapeString(string) });
      else if (heredoc !== undefined) this.tokens.push({ kind: "string", text: heredoc });
      else if (word !== undefined) this.tokens.push({ kind: "word", text: word });
      else if (mark !== undefined) this.tokens.push({ kind: "mark", text: mark });
    }
  }

  file(): ConfigurationObject {
    return this.members("end");
  }

  private peek(): Token {
    return this.tokens[this.position] ?? { kind: "end", text: "end" };
  }

  private next(): Token {
    const token = this.peek();
    this.position += 1;
    return token;
  }

  /** Attributes and blocks, up to and with the closing mark. */
  private members(closing: string): ConfigurationObject {
    const entries: [string, ConfigurationValue][] = [];
    for (;;) {
      const name = this.next();
      if (name.kind !== "string" && name.text === closing) return { entries };
      if (name.kind !== "string" && name.kind !== "word") throw new SyntaxError(`Unexpected ${name.text}.`);
      while (this.peek().kind === "string") this.next(); // a block's labels
      if (this.peek().text === "=" && this.peek().kind === "mark") this.next();
      entries.push([name.text, this.value()]);
    }
  }

  private value(): ConfigurationValue {
    const token = this.next();
    if (token.kind === "string") return token.text;
    if (token.kind === "mark" && token.text === "{") return this.members("}");
    if (token.kind === "mark" && token.text === "[") return this.list();
    if (token.kind !== "word") throw new SyntaxError(`Unexpected ${token.text}.`);
    if (token.text === "true" || token.text === "false") return token.text === "true";
    return Number.isNaN(Number(token.text)) ? token.text : Number(token.text);
  }

  private list(): ConfigurationValue[] {
    const items: ConfigurationValue[] = [];
    while (!(this.peek().kind === "mark" && this.peek().text === "]")) items.push(this.value());
    this.next();
    return items;
  }
}

function unescapeString(text: string): string {
  return text.replace(/\\(.)/g, (_, character: string) =>
    character === "n" ? "\n" : character === "t" ? "\t" : character,
  );
}
