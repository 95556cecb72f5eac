import { quoted } from "../../../text";
import {
  type CtyValue,
  type Diagnostic,
  errorDiagnostic,
  type ObjectValue,
  UNKNOWN,
  whollyKnown,
} from "../../framework";
import { placeErrors } from "../place-errors";
import { isObject } from "../policy-wire";

/** What is wrong with the configuration of an order, as far as it is known. */
export function orderErrors(config: ObjectValue): Diagnostic[] {
  return [...placeErrors(config, ["account_id", "app_id"]), ...keyErrors(config), ...twiceErrors(config)];
}

/** `order` names each key of `policies` once. */
function keyErrors({ order, policies }: ObjectValue): Diagnostic[] {
  if (!isList(order) || !whollyKnown(order)) return [];
  const given = order as readonly (string | null)[];
  if (given.length === 0)
    return [
      errorDiagnostic("The order is empty", "Name at least one policy, or leave the resource out.", [
        "order",
      ]),
    ];
  const repeated = given.find((key, index) => given.indexOf(key) !== index);
  if (repeated !== undefined)
    return [
      errorDiagnostic(`${quoted(repeated)} comes twice`, "A policy has one place: name each key once.", [
        "order",
      ]),
    ];
  if (!isObject(policies)) return [];
  const keys = Object.keys(policies);
  const stranger = given.find((key) => key === null || !keys.includes(key));
  if (stranger !== undefined)
    return [
      errorDiagnostic(
        `${quoted(stranger)} is no key of policies`,
        `The keys of policies are ${keys.map(quoted).join(", ") || "none"}.`,
        ["order"],
      ),
    ];
  const missing = keys.find((key) => !given.includes(key));
  return missing === undefined
    ? []
    : [errorDiagnostic(`${quoted(missing)} has no place`, "Name every key of policies in order.", ["order"])];
}

/** No policy stands under two keys, and none is empty. */
function twiceErrors({ policies }: ObjectValue): Diagnostic[] {
  if (!isObject(policies)) return [];
  const known = Object.entries(policies).filter(([, id]) => id !== UNKNOWN);
  return known.flatMap(([key, id], index) => {
    const path = ["policies", { key }];
    if (id === null || id === "")
      return [errorDiagnostic(`${quoted(key)} has no policy`, "Give the policy's ID.", path)];
    const first = known.findIndex(([, other]) => other === id);
    return first === index
      ? []
      : [
          errorDiagnostic(
            `${quoted(key)} is the same policy as ${quoted(known[first]![0])}`,
            "Give each policy once.",
            path,
          ),
        ];
  });
}

function isList(value: CtyValue | undefined): value is readonly CtyValue[] {
  return Array.isArray(value);
}
