import { defineConfig } from 'vite'

export default defineConfig({
  // For `vite` beside a running server: the page reloads as you change it.
  server: { proxy: { '/api': 'http://localhost:3000' } },
})
