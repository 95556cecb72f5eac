/** Texts in which the names of fields and selectors are marked, since each audience spells names its own way. */

/** The name of a field or a selector in a text, as Terraform's configuration has it. */
interface Name {
  readonly name: string;
}

/** A text in parts: what is the same for everyone, and names. */
export type Phrase = readonly (string | Name)[];

/** Returns the name as an audience writes it: `session_duration` is `sessionDuration` in props. */
export type NameStyle = (name: string) => string;

/** Builds a phrase from a template: `` phrase`${named("mfa_config")} is missing` ``. */
export function phrase(
  texts: readonly string[],
  ...values: readonly (string | number | Phrase | undefined)[]
): Phrase {
  return texts.flatMap((text, index) => {
    if (index === 0) return [text];
    const value = values[index - 1];
    return typeof value === "object" ? [...value, text] : [`${value}${text}`];
  });
}

/** Marks names in a text, with commas between them. */
export function named(...names: readonly string[]): Phrase {
  return names.flatMap((name, index) => (index === 0 ? [{ name }] : [", ", { name }]));
}

/** Writes a text out; without a style, names stay as Terraform's configuration has them. */
export function spelled(text: string | Phrase, style: NameStyle = (name) => name): string {
  if (typeof text === "string") return text;
  return text.map((part) => (typeof part === "string" ? part : style(part.name))).join("");
}

/** Reports whether a text has names in it, so that audiences read it differently. */
export function hasNames(text: string | Phrase | undefined): text is Phrase {
  return typeof text === "object" && text.some((part) => typeof part === "object");
}
