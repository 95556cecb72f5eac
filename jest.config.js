// Three projects: "unit" tests one layer each, in seconds; "cdktn" tests the constructs once more, on the other
// framework; "e2e" runs the packed package, the real engine and the real cdktf CLI.
const transform = {
  "^.+\\.(ts|mjs)$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }],
};

const shared = {
  testEnvironment: "node",
  transform,
  setupFiles: ["<rootDir>/__tests__/support/property-seed.ts"],
  modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/cdktf.out/", "<rootDir>/.demo/"],
};

module.exports = {
  // The end-to-end tests start an engine, a plugin and an emulator each: more at once only makes them wait.
  maxWorkers: 2,
  projects: [
    {
      ...shared,
      displayName: "unit",
      testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
      testPathIgnorePatterns: ["<rootDir>/__tests__/e2e/"],
    },
    {
      ...shared,
      displayName: "cdktn",
      testMatch: ["<rootDir>/__tests__/constructs/**/*.test.ts"],
      // What the build does with the specifiers of imports.
      moduleNameMapper: { "^cdktf$": "cdktn" },
    },
    {
      ...shared,
      displayName: "e2e",
      testMatch: ["<rootDir>/__tests__/e2e/**/*.test.ts"],
      globalSetup: "<rootDir>/__tests__/e2e/support/global-setup.ts",
      globalTeardown: "<rootDir>/__tests__/e2e/support/global-teardown.ts",
      setupFilesAfterEnv: ["<rootDir>/__tests__/e2e/support/jest-timeout.ts"],
    },
  ],
};
