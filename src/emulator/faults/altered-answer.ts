import type { Answer } from "../envelope";
import type { EndlessPages, WrongPolicy } from "./fault";

interface Envelope {
  readonly success: boolean;
  readonly result: unknown;
}

/** The same answer about another policy; one without a policy stays as it is. */
export function aboutAnother(answer: Answer, { fields = ["id", "name", "decision"] }: WrongPolicy): Answer {
  const envelope = answer.body as Envelope;
  const { result } = envelope;
  if (!envelope.success || typeof result !== "object" || result === null || Array.isArray(result))
    return answer;
  const policy = result as Readonly<Record<string, unknown>>;
  const others = Object.entries(otherThan(policy)).filter(
    ([field]) => Object.hasOwn(policy, field) && (fields as readonly string[]).includes(field),
  );
  return { ...answer, body: { ...envelope, result: { ...policy, ...Object.fromEntries(others) } } };
}

const otherThan = ({ decision }: Readonly<Record<string, unknown>>) => ({
  id: "0000aaaa-0000-4000-8000-00000000aaaa",
  name: "Another policy",
  decision: decision === "deny" ? "allow" : "deny",
});

/** One page of a list that has no end, instead of the true one; refusals stay as they are. */
export function endlessPage(answer: Answer, page: number, { perPage = 10 }: EndlessPages): Answer {
  const envelope = answer.body as Envelope;
  if (!envelope.success) return answer;
  const result = Array.from({ length: perPage }, (_, index) => madeUp(page, index));
  const info = {
    page,
    per_page: perPage,
    count: perPage,
    total_count: (page + 1) * perPage,
    total_pages: page + 1,
  };
  return { ...answer, body: { ...envelope, result, result_info: info } };
}

function madeUp(page: number, index: number) {
  return {
    id: `${hex(page, 8)}-0000-4000-8000-${hex(index, 12)}`,
    name: `entry ${index} of page ${page}`,
    decision: "allow",
    include: [{ everyone: {} }],
    exclude: [],
    require: [],
  };
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}
