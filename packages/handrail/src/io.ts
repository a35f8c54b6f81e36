import { once } from 'node:events'
import { WriteStream } from 'node:tty'
import pc from 'picocolors'

/** Functions that colour a text, or leave it as it is where nobody could see the colour. */
export type Colours = ReturnType<typeof pc.createColors>

/** Where text goes. */
export interface Screen {
  readonly colours: Colours
  /** Whether somebody watches. */
  readonly isTTY: boolean
  /** Characters in a line; at least 40. */
  readonly width: number
  /** Resolves when more can be written. */
  write(text: string): Promise<void>
}

/** What a command has to do with the world, beside files. */
export interface Io {
  /** For results: of `--json`, and nothing else then. */
  readonly out: Screen
  /** For sentences to people: problems, progress. */
  readonly err: Screen
  /** Has something done when the command is interrupted, such as removing a half-written file. Returns what takes it back. */
  onInterrupt(clean: () => void): () => void
}

/** A width for whatever is no terminal: it fits a pager, an issue and a log. */
const PIPED_WIDTH = 100
const LEAST_WIDTH = 40

/** The standard streams of this process. Interrupting it runs what was registered, and ends it with exit code 130. */
export function processIo(): Io {
  const cleaning = new Set<() => void>()
  process.once('SIGINT', () => {
    for (const clean of cleaning) clean()
    process.stderr.write('handrail: Interrupted.\n')
    process.exit(130)
  })
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // Whoever reads has seen enough, as `head` has: no error of ours, and no work that anybody waits for.
      if (error.code === 'EPIPE') process.exit()
      // Exit code 1 is the no of a check: what could not be said is none.
      process.stderr.write(
        `handrail: The output could not be written: ${error.code === 'ENOSPC' ? 'the disk is full' : error.message}.\n`,
      )
      process.exit(2)
    })
  return {
    out: screenOf(process.stdout),
    err: screenOf(process.stderr),
    onInterrupt(clean) {
      cleaning.add(clean)
      return () => cleaning.delete(clean)
    },
  }
}

function screenOf(stream: NodeJS.WriteStream): Screen {
  const isTTY = stream.isTTY === true
  return {
    colours: pc.createColors(hasColours(isTTY)),
    isTTY,
    get width() {
      const said = isTTY ? stream.columns : Number(process.env.COLUMNS)
      return Math.max(LEAST_WIDTH, Number.isInteger(said) && said > 0 ? said : PIPED_WIDTH)
    },
    async write(text) {
      if (text !== '' && !stream.write(text)) await once(stream, 'drain')
    },
  }
}

/** As Node decides for its own: NO_COLOR, FORCE_COLOR, NODE_DISABLE_COLORS and TERM, and only a terminal without them. */
function hasColours(isTTY: boolean): boolean {
  const { FORCE_COLOR } = process.env
  if (!isTTY && FORCE_COLOR === undefined) return false
  return WriteStream.prototype.getColorDepth(process.env) > 2
}
