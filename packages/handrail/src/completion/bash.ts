import type { CommandWords } from './words.ts'

/** The script for bash. Where it has nothing to offer, `-o default` completes file names. */
export function bashScript(commands: readonly CommandWords[]): string {
  const names = commands.map(({ name }) => name)
  const ofOptions = commands.flatMap(({ name, options }) =>
    options
      .filter(({ choices }) => choices.length > 0)
      .map(({ flags, choices }) => {
        const patterns = flags.map((flag) => `'${name} ${flag}'`).join('|')
        return `    ${patterns}) words='${choices.join(' ')}' ;;`
      }),
  )
  const ofFiles = commands.flatMap(({ name, options }) =>
    options
      .filter(({ takesValue, choices }) => takesValue && choices.length === 0)
      .flatMap(({ flags }) => flags.map((flag) => `'${name} ${flag}'`)),
  )
  const ofCommands = commands.map(({ name, options, choices }) => {
    const flags = options.flatMap((option) => option.flags).join(' ')
    return `    ${name}) flags='${flags}'; words='${choices.join(' ')}' ;;`
  })
  return `# Completes handrail in bash.
_handrail() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command='' words='' flags='' i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      ${names.join('|')}) command="\${COMP_WORDS[i]}"; break ;;
    esac
  done
  case "$command $previous" in
${ofOptions.join('\n')}
    ${['-', ...ofFiles].join('|')}) return ;;
  esac
  if [[ -z "$words" ]]; then
    case "$command" in
${ofCommands.join('\n')}
      *) flags='--help --version'; words='${names.join(' ')}' ;;
    esac
    [[ "$current" == -* ]] && words="$flags"
  fi
  [[ -n "$words" ]] && COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _handrail handrail
`
}
