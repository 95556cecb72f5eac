import { type CtyValue, type ObjectValue, UNKNOWN } from "../../../../src/plugin";
import { Dice } from "./dice";

/**
 * The configuration before everything in it is known: references stand for some of its leaves, elements, lists and
 * whole attributes, also for some that will turn out to be null. There is always one.
 */
export function withUnknowns(config: ObjectValue, seed: number): ObjectValue {
  const dice = new Dice(seed + 1);
  const holed = withHoles(config, dice) as ObjectValue;
  return isHoled(holed) ? holed : { ...holed, [dice.pick(Object.keys(config))]: UNKNOWN };
}

/** The deeper, the likelier: most references are single values. */
function withHoles(value: CtyValue, dice: Dice, likelihood = 0.06): CtyValue {
  const within = (inner: CtyValue) =>
    dice.chance(likelihood) ? UNKNOWN : withHoles(inner, dice, 2 * likelihood);
  if (Array.isArray(value)) return value.map(within);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, within(member ?? null)]));
}

/** Whether anything in it is unknown. */
export function isHoled(value: CtyValue | undefined): boolean {
  if (value === UNKNOWN) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(isHoled);
}
