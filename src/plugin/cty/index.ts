export { valueKey, valuesEqual } from "./equality";
export { decodeJson, encodeJson } from "./json";
export { firstUnknown, isWhollyKnown, unknownsAsNull } from "./known";
export { decodeMsgpack, encodeMsgpack } from "./msgpack";
export {
  bool,
  type CtyType,
  decodeType,
  dynamic,
  encodeType,
  list,
  map,
  number,
  object,
  set,
  string,
  tuple,
  typeFromJson,
  typeToJson,
} from "./type";
export { BigNumber, type CtyValue, DynamicValue, type ObjectValue, UNKNOWN, Unknown } from "./value";
export { type AttributePath, type PathStep, renderPath, ValueError } from "./value-error";
