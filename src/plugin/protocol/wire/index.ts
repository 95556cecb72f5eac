/** Messages as bytes and back, from a table of their fields that is generated from the .proto files. */
export { decodeMessage, type Message } from "./decode";
export { encodeMessage } from "./encode";
export { ENUMS, type Method, SERVICES } from "./gen/tables";
