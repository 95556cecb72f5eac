import { type CommandContext, environmentOf } from "./command";

const ESCAPES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;
export type StyleName = keyof typeof ESCAPES;

/** Styles for a text of the terminal; plain where nobody looks at it. */
export type Styles = { readonly [Name in StyleName]: (text: string) => string };

/** @param file of `--output`: colors are for a terminal only */
export function stylesFor(context: CommandContext, file?: string): Styles {
  const env = environmentOf(context);
  const isTerminal = context.stdout.isTTY === true && file === undefined;
  const isColored = isTerminal && !env.NO_COLOR && env.TERM !== "dumb";
  const entries = Object.entries(ESCAPES).map(([name, code]) => [
    name,
    (text: string) => (isColored ? `\u001b[${code}m${text}\u001b[0m` : text),
  ]);
  return Object.fromEntries(entries) as Styles;
}
