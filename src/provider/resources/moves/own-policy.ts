import type { Attributes, CtyValue, MoveSource, ObjectValue, StateResponse } from "../../../plugin";
import { errorDiagnostic } from "../../../plugin";
import { ownerState } from "../owned-policy";
import type { MoveTarget } from "./move-policy";

const SOURCE = "cfaccess_application_policy";
const TARGET = "cfaccess_policy";

/**
 * The state of a policy of one application as that of a reusable one, which it becomes with the next apply.
 *
 * @returns undefined for a source of any other type
 */
export function moveOwnPolicy(
  { typeName }: MoveTarget,
  attributes: Attributes,
  { typeName: from, schemaVersion, state, privateState }: MoveSource,
): StateResponse | undefined {
  if (from !== SOURCE || typeName !== TARGET) return undefined;
  if (schemaVersion !== 0 || typeof state.app_id !== "string" || typeof state.id !== "string") {
    return {
      state: null,
      diagnostics: [
        errorDiagnostic(
          `${SOURCE} cannot become ${TARGET}`,
          "Its state is not one of this version. Take the moved block out, apply once, and put it back.",
        ),
      ],
    };
  }
  const values: ObjectValue = Object.fromEntries(
    Object.keys(attributes).map((name) => [name, (state[name] ?? null) as CtyValue]),
  );
  return { state: values, privateState: { ...privateState, ...ownerState(state.app_id) } };
}
