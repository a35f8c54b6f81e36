import { defineConfig } from 'vitest/config'

const report = process.env.TEST_REPORT

export default defineConfig({
  test: {
    include: ['{packages,examples}/*/test/**/*.test.ts', '{accuracy,fuzz}/test/**/*.test.ts'],
    // Many tests play a whole conversation, or read megabytes; a loaded machine needs its time.
    testTimeout: 60_000,
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
  },
})
