import { hash } from 'node:crypto'
import { readFile, readlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import { kill } from 'node:process'

/**
 * What tells where a process id means something, as eight hex digits: the host, since it was started, and on Linux the
 * namespace of process ids.
 */
export async function machineId(): Promise<string> {
  const [boot, namespace] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
    readlink('/proc/self/ns/pid').catch(() => ''),
  ])
  return hash('sha256', `${hostname()}\n${boot}\n${namespace}`, 'hex').slice(0, 8)
}

/** Whether a process of this machine runs. */
export function isRunning(pid: number): boolean {
  try {
    return kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
