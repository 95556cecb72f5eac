import { type FormatName, wordsOf } from "../../src/model";
import { docComment } from "./doc-comment";

/** The type of each format that has a few words, and what one is. `decision` has the model's own. */
const CLOSED_SETS = {
  authenticator: ["Authenticator", "A method of multi-factor authentication"],
  "clipboard-format": ["ClipboardFormat", "What may be copied in an RDP session"],
  "risk-level": ["RiskLevel", "A risk level"],
} as const satisfies Partial<Record<FormatName, readonly [type: string, doc: string]>>;

/** The name of the type for the values of a format, where they are a few words. */
export function closedSetType(format: FormatName | undefined): string | undefined {
  return Object.hasOwn(CLOSED_SETS, format ?? "")
    ? CLOSED_SETS[format as keyof typeof CLOSED_SETS][0]
    : undefined;
}

/** The source of that type: an editor completes the words, and a token is a string. */
export function closedSet(format: keyof typeof CLOSED_SETS): string {
  const [type, doc] = CLOSED_SETS[format];
  const words = wordsOf(format)!.map((word) => JSON.stringify(word));
  const comment = docComment([`${doc}; any other string has to be a token.`], "");
  return `${comment}export type ${type} = ${words.join(" | ")} | (string & {});\n`;
}
