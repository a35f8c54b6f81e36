/** The file that `handrail init` writes: it says what the defaults say, so that it changes nothing. */
export const template = `# Settings of Handrail. Everything here is the default: a line that you delete changes nothing.
`
