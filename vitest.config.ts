import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

const report = process.env.TEST_REPORT

/** The adapter's tests on one version of the SDK; `as` is the name that its package.json gives to this version. */
function onSdk(as: 'ai' | `ai-${string}`, name: string): TestProjectInlineConfiguration {
  return {
    extends: true,
    resolve: { alias: [{ find: /^ai(?=\/|$)/, replacement: as }] },
    test: { name, include: ['packages/ai-sdk/test/**/*.test.ts'] },
  }
}

export default defineConfig({
  test: {
    // Many tests play a whole conversation, or read megabytes; a loaded machine needs its time.
    testTimeout: 60_000,
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['{packages,examples}/*/test/**/*.test.ts', '{accuracy,fuzz}/test/**/*.test.ts'],
          exclude: ['packages/ai-sdk/**', '**/node_modules/**'],
        },
      },
      onSdk('ai', 'ai-7'),
      onSdk('ai-7-floor', 'ai-7-floor'),
      onSdk('ai-6', 'ai-6'),
      onSdk('ai-6-floor', 'ai-6-floor'),
    ],
  },
})
