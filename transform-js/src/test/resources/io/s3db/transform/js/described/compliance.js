(data) => ({
  id: data.id,
  user_id: data.userId,
  amount: data.amount,
  currency: data.currency,
  created_at: data.createdAt,
  // Compliance-specific fields
  audit_timestamp: new Date().toISOString(),
  data_source: 'production-s3db',
  schema_version: '2.1'
})
