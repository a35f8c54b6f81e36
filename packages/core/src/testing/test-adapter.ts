import type { AdapterHarness } from './harness.ts'

export function testAdapter(_harness: AdapterHarness): void {}
