import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

declare module 'vitest' {
  interface ProvidedContext {
    /** The name that the adapter's package.json gives to the version of the SDK under test. */
    readonly sdk: string
    /** Where the cases of the property tests begin. */
    readonly seed: number
  }
}

const report = process.env.TEST_REPORT
const seed = process.env.FC_SEED === 'random' ? Date.now() % 2 ** 31 : Number(process.env.FC_SEED ?? 1)
if (!Number.isInteger(seed))
  throw new Error(`FC_SEED must be an integer or "random", got "${process.env.FC_SEED}".`)

/** The adapter's tests on one version of the SDK; `as` is the name that its package.json gives to this version. */
function onSdk(as: 'ai' | `ai-${string}`, name: string): TestProjectInlineConfiguration {
  return {
    extends: true,
    resolve: { alias: [{ find: /^ai(?=\/|$)/, replacement: as }] },
    // The files of one project share the modules of the SDK: loading it takes longer than most of them.
    test: { name, isolate: false, provide: { sdk: as }, include: ['packages/ai-sdk/test/**/*.test.ts'] },
  }
}

export default defineConfig({
  test: {
    // Many tests play a whole conversation, or read megabytes; a loaded machine needs its time.
    testTimeout: 60_000,
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    provide: { seed },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          setupFiles: ['./vitest.setup.ts'],
          include: ['{packages,examples}/*/test/**/*.test.ts', '{accuracy,fuzz}/test/**/*.test.ts'],
          exclude: ['packages/ai-sdk/**', '**/node_modules/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'edge',
          environment: 'edge-runtime',
          setupFiles: ['./vitest.setup.ts'],
          pool: 'vmThreads', // in any other pool the test keeps the globals of Node
          provide: { sdk: 'ai' },
          include: [
            'packages/core/test/*.test.ts',
            'packages/ai-sdk/test/{approval,conformance,evidence,faults,rungs,streaming-tools,transcript}.test.ts',
            'packages/ai-sdk/test/{telemetry,with-handrail}.test.ts',
          ],
          // What reads files, what only computes, for long, and the kit's own tests: the adapter's play the kit.
          exclude: ['**/{architecture,laws.*,testing,vectors.*}.test.ts'],
        },
      },
      onSdk('ai', 'ai-7'),
      onSdk('ai-7-floor', 'ai-7-floor'),
      onSdk('ai-6', 'ai-6'),
      onSdk('ai-6-floor', 'ai-6-floor'),
    ],
  },
})
