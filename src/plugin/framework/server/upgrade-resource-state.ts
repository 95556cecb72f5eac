import { decodeJson } from "../../cty";
import type { tfplugin6 } from "../../protocol";
import { encodeObject } from "./messages";
import { lookUp, type Runtime } from "./runtime";

/** Called for every stored state, also of the same version. Attributes that the schema no longer has are dropped. */
export function upgradeResourceState<Meta>(
  runtime: Runtime<Meta>,
  request: tfplugin6.UpgradeResourceStateRequest,
) {
  const { kind, schema } = lookUp(runtime.resources, request.typeName);
  const json = storedJson(request.rawState);
  const from = Number(request.version);
  if (from > schema.version)
    throw new Error(
      `the state was written with version ${from} of the schema of ${kind.typeName}, this provider knows up to ` +
        `${schema.version}. Use a provider as new as the one that wrote the state.`,
    );
  if (runtime.configured !== undefined) kind.anticipate?.(runtime.configured);
  if (from === schema.version)
    return { upgradedState: encodeObject(decodeJson(json, schema.type), schema.type) };
  const upgrade = kind.upgraders?.[from];
  if (!upgrade)
    throw new Error(
      `the state was written with version ${from} of the schema of ${kind.typeName}, and this provider ` +
        `upgrades only from ${Object.keys(kind.upgraders ?? {}).join(", ") || "none"}.`,
    );
  const upgraded = upgrade(JSON.parse(new TextDecoder().decode(json)) as Record<string, unknown>);
  return { upgradedState: encodeObject(decodeJson(JSON.stringify(upgraded), schema.type), schema.type) };
}

export function storedJson(state: tfplugin6.RawState | undefined): Uint8Array {
  if (state && state.json.length > 0) return state.json;
  throw new Error("the state was stored by Terraform 0.11 or older, in a format this provider never wrote.");
}
