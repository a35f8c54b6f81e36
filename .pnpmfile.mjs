// `langchain` brings its own LangGraph along. Here it takes the one beside it, so that `floors` can choose the version.
export const hooks = {
  readPackage(manifest) {
    if (manifest.name !== 'langchain') return manifest
    for (const name of ['@langchain/langgraph', '@langchain/langgraph-checkpoint']) {
      manifest.peerDependencies[name] = manifest.dependencies[name]
      delete manifest.dependencies[name]
    }
    return manifest
  },
}
