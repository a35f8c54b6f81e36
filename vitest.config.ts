import { join } from 'node:path'
import { defineConfig, type Plugin, type TestProjectInlineConfiguration } from 'vitest/config'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder with the built command line in it, as npm would install it. */
    readonly built: string
    /** The name that the adapter's package.json gives to the version of the SDK under test. */
    readonly sdk: string
    /** The package whose versions of LangChain are under test, as a folder. */
    readonly langchain: string
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

/**
 * The versions of LangChain that a package has installed. `langchain` itself needs no help: what it imports is installed
 * beside it. For an adapter's folder of its own this changes nothing; it only refuses what is not there.
 */
function langchainOf(folder: string): Plugin {
  const importer = join(import.meta.dirname, folder, 'package.json')
  return {
    // Vitest keeps transformed files, imports resolved, under the names of the plugins.
    name: `langchain-of-${folder}`,
    enforce: 'pre',
    async resolveId(source) {
      if (!/^(?:langchain|deepagents|@langchain\/[\w-]+)(?:\/|$)/.test(source)) return null
      const found = await this.resolve(source, importer, { skipSelf: true })
      // Any other copy would bring LangChain of other versions along.
      if (!found) throw new Error(`${folder} has no ${source}: name tests that need it *.latest.test.ts.`)
      return found
    },
  }
}

/** The adapter's tests on the versions of LangChain that a package has installed. */
function onLangChain(folder: string, name: string, exclude: string[] = []): TestProjectInlineConfiguration {
  return {
    extends: true,
    plugins: [langchainOf(folder)],
    test: {
      name,
      isolate: false,
      provide: { langchain: folder },
      include: ['packages/langchain/test/**/*.test.ts'],
      // The files share their modules: those that load a second copy of LangChain stand aside.
      exclude: ['**/*.isolated.test.ts', ...exclude],
    },
  }
}

export default defineConfig({
  test: {
    // Many tests play a whole conversation, or read megabytes; a loaded machine needs its time.
    testTimeout: 60_000,
    // By default one core is left to Vitest itself, which needs a tenth of it.
    maxWorkers: '100%',
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    provide: { seed },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          setupFiles: ['./vitest.setup.ts'],
          include: ['{packages,examples}/*/test/**/*.test.ts', '{accuracy,fuzz}/test/**/*.test.ts'],
          exclude: [
            'packages/ai-sdk/**',
            'packages/langchain/test/!(*.isolated).test.ts',
            'packages/handrail/test/**/*.built.test.ts',
            '**/node_modules/**',
          ],
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
      {
        extends: true,
        test: {
          name: 'built',
          globalSetup: './packages/handrail/test/support/build.ts',
          include: ['packages/handrail/test/**/*.built.test.ts'],
        },
      },
      onSdk('ai', 'ai-7'),
      onSdk('ai-7-floor', 'ai-7-floor'),
      onSdk('ai-6', 'ai-6'),
      onSdk('ai-6-floor', 'ai-6-floor'),
      onLangChain('packages/langchain', 'langchain'),
      onLangChain('floors/langchain', 'langchain-floor', ['**/*.latest.test.ts']),
    ],
  },
})
