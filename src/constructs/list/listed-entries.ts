import { isToken } from "../tokens";

/** What Terraform would make several policies of, and what the list itself says. */
const NOT_HERE: Readonly<Record<string, string>> = {
  precedence: "the place in the list is the precedence",
  appId: "all policies of the list belong to its application",
  accountId: "it is a prop of the list",
  count: "an entry is one policy: make the entries in a loop",
  forEach: "an entry is one policy: make the entries in a loop",
  provider: "it is a prop of the list",
  timeouts: "it is a prop of the list",
  dependsOn: "it is a prop of the list",
  lifecycle: "it is a prop of the list",
};

/** What is wrong with a list of policies as a list; what a policy says is judged by itself. */
export function entryMistakes(policies: unknown): string[] {
  if (!Array.isArray(policies)) return ["policies is not a list. Give the policies in their order."];
  if (policies.length === 0) return ["policies is empty. Give at least one policy."];
  const seen = new Map<string, number>();
  return policies.flatMap((entry: unknown, index) => {
    const at = `policies[${index}]`;
    if (typeof entry !== "object" || entry === null)
      return [`${at} is not a policy: ${JSON.stringify(entry) ?? "missing"}.`];
    const given = entry as Readonly<Record<string, unknown>>;
    const misplaced = Object.entries(NOT_HERE).flatMap(([name, why]) =>
      given[name] === undefined ? [] : [`${at}.${name} has no place here: ${why}.`],
    );
    return [...keyMistakes(at, given.key, seen, index), ...misplaced];
  });
}

/** What cannot stand in the path of a construct, or in an expression that refers to the element. */
const NOT_IN_KEYS = /[/"\\{}\p{Cc}]/u;

function keyMistakes(at: string, key: unknown, seen: Map<string, number>, index: number): string[] {
  if (typeof key !== "string" || key === "" || isToken(key) || NOT_IN_KEYS.test(key))
    return [
      `${at}.key is ${isToken(key) ? "a token" : (JSON.stringify(key) ?? "missing")}. ` +
        'Give a text without slashes, quotes, backslashes and braces that is this policy\'s alone, such as "staff".',
    ];
  const first = seen.get(key);
  if (first !== undefined)
    return [`${at}.key ${JSON.stringify(key)} is that of policies[${first}] too. Give each its own.`];
  seen.set(key, index);
  return [];
}
