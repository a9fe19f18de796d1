(data) => ({
  // S3DB uses 'id', PostgreSQL uses 'customer_id'
  customer_id: data.id,

  // Combine fields
  full_name: `${data.firstName} ${data.lastName}`,

  // Safe property access
  email_domain: data.email?.split('@')[1] || 'unknown',

  // Add metadata
  synced_at: new Date().toISOString(),
  source: 'production-s3db'
})
