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

interface Token {
  readonly kind: "string" | "word" | "mark" | "end";
  readonly text: string;
}

// Each begins where the last one ended, so none is searched for, and none can be read in two ways.
const BLANK = /\s+|,|#[^\n]*|\/\/[^\n]*/y;
const HEREDOC = /<<-?(\w+)\r?\n/y;
const STRING = /"((?:[^"\\]|\\.)*)"/y;
const WORD = /([^\s{}[\]=",#]+)/y;
const MARK = /([{}[\]=])/y;

function* tokensOf(source: string): Generator<Token> {
  let position = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position;
    const found = pattern.exec(source);
    if (found) position = pattern.lastIndex;
    return found;
  };
  while (position < source.length) {
    if (take(BLANK)) continue;
    if (source.startsWith("/*", position)) {
      position = endOf("*/", source, position + 2);
      continue;
    }
    const tag = take(HEREDOC)?.[1];
    if (tag !== undefined) {
      const lines = linesUntil(tag, source, position);
      yield { kind: "string", text: lines };
      position = endOf("\n", `${source}\n`, position + lines.length);
      continue;
    }
    const string = take(STRING)?.[1];
    if (string !== undefined) {
      yield { kind: "string", text: unescapeString(string) };
      continue;
    }
    const word = take(WORD)?.[1];
    const text = word ?? take(MARK)?.[1];
    if (text === undefined) throw unreadable();
    yield { kind: word === undefined ? "mark" : "word", text };
  }
}

function endOf(mark: string, source: string, from: number): number {
  const at = source.indexOf(mark, from);
  if (at === -1) throw unreadable();
  return at + mark.length;
}

/** The lines before the one that holds the tag alone. */
function linesUntil(tag: string, source: string, from: number): string {
  let start = from;
  for (const line of source.slice(from).split("\n")) {
    if (line.trim() === tag) return source.slice(from, start);
    start += line.length + 1;
  }
  throw unreadable();
}

function unreadable(): SyntaxError {
  return new SyntaxError("Unreadable configuration.");
}

class Reader {
  private readonly tokens: readonly Token[];
  private position = 0;

  constructor(source: string) {
    this.tokens = [...tokensOf(source)];
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
