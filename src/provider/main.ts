import { serveProvider } from "./framework";
import { accessProvider } from "./provider";

/** Version of the package this program travels in; put in when it is bundled. */
declare const PROVIDER_VERSION: string;

serveProvider(accessProvider(PROVIDER_VERSION, process.env), { name: "cfaccess", version: PROVIDER_VERSION });
