import { serveProvider } from "../plugin/framework";

/** Version of the package this program travels in; put in when it is bundled. */
declare const PROVIDER_VERSION: string;

serveProvider(
  () => {
    // Loaded here and not above: by now the engine knows where to connect, and does so in the meantime.
    const { accessProvider } = require("./provider") as typeof import("./provider");
    return accessProvider(PROVIDER_VERSION, process.env);
  },
  { name: "cfaccess", version: PROVIDER_VERSION, address: "cdktf.internal/embedded/cfaccess" },
);
