import { AccessClient, type PolicyEndpoint } from "../../../src/client";
import { pause } from "../../../src/client/request";
import { type Emulator, type EmulatorOptions, type FaultPlan, startEmulator } from "../../../src/emulator";
import { ACCOUNT } from "./with-emulator";

export const POLICY = {
  name: "Staff",
  decision: "allow",
  include: [{ everyone: {} }],
  session_duration: "3h",
};

/** How many policies are there beside the one that is called upon. */
const OTHERS = 7;

/** What a call found, and what is in force after it. */
export interface Ending {
  readonly emulator: Emulator;
  /** What it answered; the error where it failed. */
  readonly result: unknown;
  readonly failed: boolean;
  /** The id of the policy that was there, or of the one that was made. */
  readonly id: string;
  /** All that are in force with the name of the policy. */
  readonly inForce: readonly { readonly id: string; readonly session: unknown }[];
  readonly others: readonly string[];
}

/** A client whose waits are ten times as short. */
export function hastyClient(emulator: Emulator): AccessClient {
  return new AccessClient({
    credentials: { apiToken: "a-token" },
    baseUrl: emulator.baseUrl,
    environment: {},
    retry: { baseMs: 20, capMs: 100 },
    creates: { wait: (ms, request, outcome) => pause(ms / 10, request, outcome) },
  });
}

/** One call of an endpoint under faults. */
export async function callUnder(
  faults: FaultPlan,
  call: CallName,
  of: (client: AccessClient) => PolicyEndpoint,
  where: { appId?: string },
  options: EmulatorOptions = {},
): Promise<Ending> {
  const emulator = await startEmulator(options);
  const client = hastyClient(emulator);
  const add = (name: string) => emulator.add({ accountId: ACCOUNT, ...where }, { ...POLICY, name });
  const others = Array.from({ length: OTHERS }, (_, at) => add(`other ${at}`));
  const known = call === "create" ? "" : add(POLICY.name);
  emulator.faults(faults);
  try {
    const { result, failed } = await CALLS[call](of(client), known).then(
      (result: unknown) => ({ result, failed: false }),
      (result: unknown) => ({ result, failed: true }),
    );
    const inForce = emulator
      .policies()
      .filter(({ body }) => body.name === POLICY.name)
      .map(({ id, body }) => ({ id, session: body.session_duration }));
    const made = (result as { id?: string } | undefined)?.id ?? "none";
    return { emulator, result, failed, id: known || made, inForce, others };
  } finally {
    client.close();
    await emulator.close();
  }
}

const CALLS = {
  create: (policies: PolicyEndpoint) =>
    policies.create(POLICY, { matches: (it) => it.session_duration === POLICY.session_duration }),
  read: (policies: PolicyEndpoint, id: string) => policies.read(id),
  replace: (policies: PolicyEndpoint, id: string) =>
    policies.replace(id, { ...POLICY, session_duration: "9h" }),
  delete: (policies: PolicyEndpoint, id: string) => policies.delete(id),
  list: (policies: PolicyEndpoint) => policies.list(),
} as const satisfies Record<string, (policies: PolicyEndpoint, id: string) => Promise<unknown>>;

export type CallName = keyof typeof CALLS;
export const CALL_NAMES = Object.keys(CALLS) as CallName[];

/** Holds what each call promises, whatever happened on the way. */
export function expectRight(call: CallName, { result, id, inForce, others }: Ending): void {
  const session = call === "replace" ? "9h" : POLICY.session_duration;
  expect(inForce).toEqual(call === "delete" ? [] : [{ id, session }]);
  if (call === "delete") {
    expect(["deleted", "absent"]).toContain(result);
  } else if (call === "list") {
    expect((result as { id: string }[]).map((policy) => policy.id).sort()).toEqual([...others, id].sort());
  } else {
    expect(result).toMatchObject({ ...POLICY, id, session_duration: session });
  }
}
