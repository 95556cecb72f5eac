/** Why a value is refused: a code that the wording is kept under, and what the wording needs. */
export interface Fault {
  readonly code: FaultCode;
  /** The value that was probably meant. */
  readonly meant?: string;
  /** The code points that are the reason. */
  readonly characters?: string;
}

export type FaultCode =
  | "blank"
  | "hidden-character"
  | "compatibility-character"
  | "too-long"
  | "id"
  | "email"
  | "email-pattern"
  | "domain"
  | "domain-prefix"
  | "domain-is-email"
  | "ip"
  | "ip-prefix"
  | "ip-zone"
  | "country"
  | "https-url"
  | "duration"
  | "duration-negative"
  | "duration-unit"
  | "duration-zero"
  | "mfa-duration"
  | "mfa-duration-range"
  | "choice"
  | "decision-choice"
  | "integer"
  | "minimum"
  | "maximum";

/** How a kind of value is written: what is allowed, in words; the check; one canonical text for all semantically equal values. */
export interface Format<Value = string> {
  readonly allowed: string;
  /** All the values there are, where they are a few words. */
  readonly words?: readonly string[];
  readonly judge: (value: Value) => Fault | undefined;
  /** The same for two values exactly when they mean the same; never fails, also not for a value that is refused. */
  readonly canonical: (value: Value) => string;
}

/** RFC 4343 and ISO 3166 know case for ASCII only: the Kelvin sign is no K, and a long s no S. */
export function lowerAscii(value: string): string {
  return value.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Terraform compares strings in this form. */
export function composed(value: string): string {
  return value.normalize("NFC");
}
