import { parseArgs } from 'node:util'
import { createDeskServer } from './http.ts'
import { scriptedModel } from './scripted-model.ts'

// With AI_GATEWAY_API_KEY in the environment, `--model openai/gpt-5-mini` asks a real model.
const { values } = parseArgs({
  options: { model: { type: 'string' }, port: { type: 'string', default: '3000' } },
})

const server = createDeskServer({ model: values.model ?? scriptedModel(), secret: crypto.randomUUID() })
server.on('error', (error) => {
  console.error(`The server cannot start: ${error.message}. Another port: --port 3001.`)
  process.exitCode = 1
})
server.listen(Number(values.port), 'localhost', () => {
  console.log(`The support desk is open: http://localhost:${values.port}`)
})
