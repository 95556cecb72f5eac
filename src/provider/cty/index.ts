export type { AttributePath, PathStep } from "./path";
export { bool, type CtyType, dynamic, list, map, number, object, set, string, tuple } from "./type";
export { BigNumber, type CtyValue, DynamicValue, type ObjectValue, UNKNOWN, Unknown } from "./value";
