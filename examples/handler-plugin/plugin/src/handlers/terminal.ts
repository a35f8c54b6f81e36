import { createTerminalHandler } from '../terminal.ts'

export default createTerminalHandler()
