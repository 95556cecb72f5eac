export { type Output, Progress } from "./progress";
export { plain, type Style, styleFor, wantsColor } from "./style";
export { fold, widthOf } from "./width";
