export type {
  AdapterHarness,
  Scenario,
  ScenarioCall,
  ScenarioReport,
  ScenarioTool,
} from './testing/harness.ts'
export { testAdapter } from './testing/test-adapter.ts'
