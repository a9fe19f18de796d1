(data) => ({
  // Rename fields
  user_id: data.id,
  full_name: `${data.firstName} ${data.lastName}`,

  // Compute fields
  email_domain: data.email?.split('@')[1] || 'unknown',
  signup_date: data.createdAt,

  // Add metadata
  synced_at: new Date().toISOString(),
  data_source: 'production'
})
