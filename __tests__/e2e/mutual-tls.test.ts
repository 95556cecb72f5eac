import { X509Certificate } from "node:crypto";
import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { selfSignedCertificate } from "../../src/plugin/protocol/mutual-tls";
import { Engine } from "../plugin/protocol/support/plugin-process";
import { REQUIRED_PROVIDER } from "./support/every-field";
import { Project, succeeded } from "./support/project";
import { session } from "./support/session";

const plugin = () =>
  join(session().projects, "node_modules/cdktf-cloudflare-access/dist/plugin/terraform-provider-cfaccess");

describe("the packed plugin", () => {
  it("serves the certificate that the engine offered, and refuses none and any other", async () => {
    const engine = await Engine.start({ file: plugin(), directory: new Project("tls").folder });
    try {
      await expect(engine.connect("none")).rejects.toThrow(/closed|alert|ECONNRESET|hang up/);
      await expect(engine.connect(selfSignedCertificate())).rejects.toThrow(
        /closed|alert|ECONNRESET|hang up/,
      );
      await expect(engine.connect()).resolves.toMatchObject({ encrypted: true });
    } finally {
      engine.end();
      engine.plugin.kill("SIGKILL");
      await engine.plugin.ended;
    }
  });
});

describe("the engine", () => {
  /** Starts the plugin and hands its handshake on with a certificate that is or is not the one it serves with. */
  function impostor(certificate: string): Project {
    const project = new Project("impostor", {
      TF_CLI_CONFIG_FILE: "engine.rc",
      CLOUDFLARE_API_TOKEN: "made-up",
      CLOUDFLARE_ACCOUNT_ID: "made-up",
      // What the engine's gRPC library thinks of a connection; the engine itself goes on trying for a minute.
      GRPC_GO_LOG_SEVERITY_LEVEL: "info",
    });
    mkdirSync(project.path("bin"));
    const program = join("bin", "terraform-provider-cfaccess");
    project.write(
      program,
      `#!${process.execPath}
const child = require("node:child_process").spawn(${JSON.stringify(plugin())}, { stdio: ["inherit", "pipe", "inherit"] });
child.stdout.once("data", (line) => {
  const parts = String(line).trim().split("|");
  process.stdout.write([...parts.slice(0, 5), ${certificate}].join("|") + "\\n");
});
child.on("exit", () => process.exit());
`,
    );
    chmodSync(project.path(program), 0o755);
    project.write("bin/package.json", { type: "commonjs" });
    const overrides = `"cdktf.internal/embedded/cfaccess" = "${project.path("bin")}"`;
    project.write("engine.rc", `provider_installation {\n  dev_overrides { ${overrides} }\n  direct {}\n}\n`);
    // Old engines start only the plugins that some resource needs.
    project.write("main.tf", `${REQUIRED_PROVIDER}data "cfaccess_policy" "any" {\n  id = "any"\n}\n`);
    return project;
  }

  it("takes a plugin that serves with the certificate it offered", async () => {
    expect(await succeeded(impostor("parts[5]").engine("validate"))).toMatch(/valid/);
  });

  it("refuses one that serves with another", async () => {
    const other = new X509Certificate(selfSignedCertificate().pem).raw.toString("base64").replace(/=+$/, "");
    const refused = impostor(JSON.stringify(other)).engineUntil(
      /handshake failed.*(x509|certificate)/,
      "validate",
    );
    expect(await refused).toMatch(/certificate/);
  });
});
