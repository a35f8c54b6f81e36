// A thread that dies, gives up or answers, as the first line of its piece says.
import { parentPort } from 'node:worker_threads'
import type { Piece } from '../../../src/work/piece.ts'

parentPort?.on('message', (piece: Piece) => {
  const text = piece.kind === 'lines' ? new TextDecoder().decode(piece.bytes) : ''
  if (text.startsWith('exit')) process.exit(3)
  if (text.startsWith('throw')) throw new RangeError('no more')
  if (text.startsWith('fail')) parentPort?.postMessage({ kind: 'failed', why: 'Error: not this one' })
  else parentPort?.postMessage({ kind: 'done', done: { result: text, bytes: text.length } })
})
parentPort?.postMessage({ kind: 'ready' })
