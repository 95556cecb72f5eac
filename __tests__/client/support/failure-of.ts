import { ApiError } from "../../../src/client";

/** The ApiError that a call fails with; fails itself when there is none, or another kind of error. */
export async function failureOf(call: Promise<unknown> | (() => unknown)): Promise<ApiError> {
  let outcome: unknown;
  try {
    outcome = await (typeof call === "function" ? call() : call);
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error(`expected an ApiError, got the answer ${JSON.stringify(outcome)}`);
}
