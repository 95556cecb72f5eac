import { REQUIRED_PROVIDER } from "./support/every-field";
import { initializeOnce } from "./support/initialized";
import { failed } from "./support/project";

it("names what is missing when the engine starts the plugin without node on the PATH", async () => {
  const newProject = await initializeOnce();
  const project = newProject("missing-node", {});
  project.write("main.tf", REQUIRED_PROVIDER);
  const output = await failed(project.engineWith({ PATH: project.folder }, "plan"));
  expect(output.replace(/[\s│]+/g, " ")).toMatch(
    /This provider runs on Node\.js \d+ or later, and there is no node on the PATH\./,
  );
});
