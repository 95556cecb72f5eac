export { fold } from "./fold";
export { type Output, Progress } from "./progress";
export { plain, type Style, styleFor, wantsColour } from "./style";
export { widthOf } from "./width";
