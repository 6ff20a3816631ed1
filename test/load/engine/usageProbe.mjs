// Loaded before a gateway's own code: answers its parent's question what the process has used so far.
process.on('message', (question) => {
  if (question !== 'usage') return;
  const { user, system } = process.cpuUsage();
  process.send({ cpuMicroseconds: user + system, residentBytes: process.memoryUsage.rss() });
});
process.channel?.unref();
