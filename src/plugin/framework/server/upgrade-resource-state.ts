import { decodeJson } from "../../cty";
import type { tfplugin6 } from "../../protocol";
import { encodeObject } from "./dynamic-value";
import { lookUp, type ProviderServer } from "./provider-server";

/** Called for every stored state, also of the current version. Attributes that the schema no longer has are dropped. */
export function upgradeResourceState<Meta>(
  server: ProviderServer<Meta>,
  request: tfplugin6.UpgradeResourceStateRequest,
) {
  const { kind: resource, schema } = lookUp(server.resources, request.typeName);
  const json = storedJson(request.rawState);
  const from = Number(request.version);
  if (from > schema.version)
    throw new Error(
      `the state was written with version ${from} of the schema of ${resource.typeName}, this provider knows up to ` +
        `${schema.version}. Use a provider as new as the one that wrote the state.`,
    );
  if (from === schema.version)
    return { upgradedState: encodeObject(decodeJson(json, schema.type), schema.type) };
  const upgrade = resource.stateUpgraders?.[from];
  if (!upgrade)
    throw new Error(
      `the state was written with version ${from} of the schema of ${resource.typeName}, and this provider ` +
        `upgrades only from ${Object.keys(resource.stateUpgraders ?? {}).join(", ") || "none"}.`,
    );
  const upgraded = upgrade(JSON.parse(new TextDecoder().decode(json)) as Record<string, unknown>);
  return { upgradedState: encodeObject(decodeJson(JSON.stringify(upgraded), schema.type), schema.type) };
}

export function storedJson(state: tfplugin6.RawState | undefined): Uint8Array {
  if (state && state.json.length > 0) return state.json;
  throw new Error(
    "the state was stored by Terraform 0.11 or older, in a format that this provider never wrote.",
  );
}
