export { releasedEndpoint } from "./released-endpoint";
