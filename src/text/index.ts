export {
  commandPath,
  escapeHidden,
  HIDDEN,
  isPlainId,
  oneLine,
  quoted,
  quotedJson,
  shownId,
  withoutHidden,
} from "./foreign-text";
