import { serveProvider } from "../plugin";

/** Version of the package this program travels in; put in when it is bundled. */
declare const PROVIDER_VERSION: string;

serveProvider(
  () => {
    // Loaded after the handshake, while the engine connects.
    const { accessProvider } = require("./provider") as typeof import("./provider");
    return accessProvider(PROVIDER_VERSION, process.env);
  },
  {
    name: "cfaccess",
    version: PROVIDER_VERSION,
    address: "cdktf.internal/embedded/cfaccess",
    installation: [
      "It is found where a stack that was synthesized with cdktf has it (terraform.d/plugins beside cdk.tf.json),",
      "or in a mirror that `npx cf-access mirror <directory>` writes.",
    ].join("\n"),
  },
);
