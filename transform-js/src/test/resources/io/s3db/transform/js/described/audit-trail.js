(data) => ({
  user_id: data.id,
  action: 'user_replicated',
  timestamp: new Date().toISOString(),
  data_hash: crypto.createHash('sha256')
    .update(JSON.stringify(data))
    .digest('hex')
})
