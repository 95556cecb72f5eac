import { serveProvider } from "../../src/plugin";
import { nullProvider } from "./provider";

/** Put in when it is bundled. */
declare const PROVIDER_VERSION: string;

serveProvider(() => nullProvider, {
  name: "null (a stand-in for hashicorp/null)",
  version: PROVIDER_VERSION,
});
