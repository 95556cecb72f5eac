export { valuesEqual } from "./equality";
export { decodeJson, encodeJson } from "./json";
export { decodeMsgpack, encodeMsgpack } from "./msgpack";
export type { AttributePath, PathStep } from "./path";
export { bool, type CtyType, dynamic, list, map, number, object, set, string, tuple } from "./type";
export { decodeType, encodeType, typeFromJson, typeToJson } from "./type-json";
export { BigNumber, type CtyValue, DynamicValue, type ObjectValue, UNKNOWN, Unknown } from "./value";
export { renderPath, ValueError } from "./value-error";
