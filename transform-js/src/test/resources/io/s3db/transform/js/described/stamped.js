(data) => ({
  ...data,
  audit_timestamp: new Date().toISOString()
})
