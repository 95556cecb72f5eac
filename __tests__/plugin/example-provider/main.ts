import { serveProvider } from "../../../src/plugin";

serveProvider(
  () => {
    // Loaded while Terraform connects.
    const { libraryProvider } = require("./provider") as typeof import("./provider");
    return libraryProvider;
  },
  { name: "library", version: "1.0.0", address: "example.test/docs/library" },
);
