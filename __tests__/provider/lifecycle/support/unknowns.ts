import { type CtyValue, type ObjectValue, UNKNOWN } from "../../../../src/plugin";
import { Rng } from "./rng";

/**
 * The configuration before everything in it is known: references replace some of its leaves, elements, lists and
 * whole attributes, also for some that will turn out to be null. There is always one.
 */
export function withUnknowns(config: ObjectValue, seed: number): ObjectValue {
  const rng = new Rng(seed + 1);
  const holed = withHoles(config, rng) as ObjectValue;
  return isHoled(holed) ? holed : { ...holed, [rng.pick(Object.keys(config))]: UNKNOWN };
}

/** The deeper, the likelier: most references are single values. */
function withHoles(value: CtyValue, rng: Rng, likelihood = 0.06): CtyValue {
  const within = (inner: CtyValue) =>
    rng.chance(likelihood) ? UNKNOWN : withHoles(inner, rng, 2 * likelihood);
  if (Array.isArray(value)) return value.map(within);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, within(member ?? null)]));
}

/** Whether anything in it is unknown. */
export function isHoled(value: CtyValue | undefined): boolean {
  if (value === UNKNOWN) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(isHoled);
}
