import { Construct } from "constructs";
import { mistake } from "./usage-error";

/**
 * The path that a construct is going to have, for what is wrong with it before it is made.
 * @param subject what is made, such as `ReusableAccessPolicy`
 * @throws Error for arguments that cannot be a scope and an ID, as plain JavaScript lets them be
 */
export function pathOfNew(subject: string, scope: Construct, id: string): string {
  if (!Construct.isConstruct(scope)) {
    throw mistake(
      `${subject}: the first argument is ${shown(scope)}. Give the construct that it belongs to, such as the stack.`,
    );
  }
  if (typeof id !== "string" || id === "") {
    throw mistake(
      `${subject} in "${(scope as Construct).node.path}": the second argument is ${shown(id)}. ` +
        'Give its ID in there, a text such as "staff".',
    );
  }
  return [scope.node.path, id].filter((part) => part !== "").join("/");
}

/**
 * Refuses what plain JavaScript lets stand in place of an object with props. Left out, all of them are missing.
 * @param owner what the props are given to, such as `AccessGroup "access/eng"`
 * @throws Error for everything else that is not an object
 */
export function propsOf<Props extends object>(
  owner: string,
  given: Props | undefined | null,
): Partial<Props> {
  if (given === undefined || given === null) return {};
  if (typeof given === "object" && !Array.isArray(given) && !Construct.isConstruct(given)) return given;
  throw mistake(`${owner}: the props are ${shown(given)}. Give an object: { … }.`);
}

function shown(value: unknown): string {
  if (value === undefined) return "missing";
  if (Construct.isConstruct(value)) return `the construct ${value.node.path}`;
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "an object" : (JSON.stringify(value) ?? typeof value);
}
