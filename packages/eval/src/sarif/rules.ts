import type { ReportingDescriptor } from 'sarif'

/** What results are about, in the order of SARIF's `ruleIndex`. */
export const rules = [
  {
    id: 'handrail/minted-value',
    name: 'MintedValue',
    shortDescription: { text: 'A value that stands nowhere in what the model had read.' },
    fullDescription: {
      text: 'The model wrote an id-like argument of a call that changes something. The value stands nowhere in the text of the task or in the results of tools as of that call, so the model made it up.',
    },
    help: {
      text: 'Let the model look the value up before the call, or guard the tool with Handrail. If the model had read it elsewhere, name that text in `extraEvidence`.',
    },
    defaultConfiguration: { level: 'error' },
  },
  {
    id: 'handrail/partly-minted-value',
    name: 'PartlyMintedValue',
    shortDescription: { text: 'A value of which some parts stand nowhere in what the model had read.' },
    fullDescription: {
      text: 'The model wrote an id-like argument of a call that changes something. Of the parts of the value, at least one stands nowhere in the text of the task or in the results of tools as of that call.',
    },
    help: {
      text: 'Look at the parts that are named. If the tool puts such values together by itself, say what the argument is for in `tools`.',
    },
    defaultConfiguration: { level: 'warning' },
  },
  {
    id: 'handrail/call-not-judged',
    name: 'CallNotJudged',
    shortDescription: { text: 'A call that could not be judged.' },
    fullDescription: { text: 'Judging the call failed. Such a call counts as observed: it runs.' },
    help: { text: 'Please report it to the project, with the arguments of the call if you may.' },
    defaultConfiguration: { level: 'note' },
  },
  {
    id: 'handrail/grounded-value',
    name: 'GroundedValue',
    shortDescription: { text: 'A value with an origin in what the model had read.' },
    fullDescription: {
      text: 'The code flow leads from where the value stands to the argument that holds it.',
    },
    help: { text: 'Nothing has to be done.' },
    defaultConfiguration: { level: 'none' },
  },
] as const satisfies readonly ReportingDescriptor[]

/** What a result is about. */
export type Rule = (typeof rules)[number]['id']

/** The number of a rule. */
export function ruleIndex(id: Rule): number {
  return rules.findIndex((rule) => rule.id === id)
}
