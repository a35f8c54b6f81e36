import { type CommandWords, type OptionWords, quoted } from './words.ts'

/** The script for zsh. */
export function zshScript(commands: readonly CommandWords[]): string {
  const described = commands.map(({ name, description }) => quoted(`${name}:${description}`))
  const cases = commands.map(({ name, options, choices }) => {
    const last = choices.length > 0 ? `'1: :(${choices.join(' ')})'` : "'*: :_files'"
    return `        ${name}) _arguments ${[...options.flatMap(specs), last].join(' ')} ;;`
  })
  return `#compdef handrail
# Completes handrail in zsh.
_handrail() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -C '(- *)'{-h,--help}'[print the help]' '(- *)'{-v,--version}'[print the version]' '1: :->command' '*:: :->rest'
  case $state in
    command)
      local -a commands=(${described.join(' ')})
      _describe command commands
      ;;
    rest)
      case $line[1] in
${cases.join('\n')}
      esac
      ;;
  esac
}
if [[ $zsh_eval_context == *func ]]; then
  _handrail "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
  compdef _handrail handrail
fi
`
}

function specs({ flags, description, takesValue, choices }: OptionWords): string[] {
  const what = description.replaceAll(/[[\]:]/g, ' ')
  const value = takesValue ? (choices.length > 0 ? `: :(${choices.join(' ')})` : ': :_files') : ''
  return flags.map((flag) => quoted(`*${flag}[${what}]${value}`))
}
